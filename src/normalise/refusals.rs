//! Words that refuse, postpone or doubt: « pas pourvu », « à voir avec la mairie », « peut-être la mairie ».

use super::dates::is_of_time;

/// How the words begin that say of a post that nobody holds it.
const UNFILLED: [&str; 22] = [
    "pourvu", "fait", "attribu", "designe", "affecte", "couver", "assur", "nomme", "identifi", "occup",
    "rempli", "realis", "pris", "gere", "suivi", "prevu", "propose", "traite", "exist", "effectu", "organis",
    "disponib",
];

/// How the words begin that say of a choice that it isn't made.
pub(super) const UNSETTLED: [&str; 8] =
    ["tranch", "arret", "choisi", "finalis", "valid", "statu", "renseign", "commenc"];

/// « Nom de l'éditeur inconnu », « information demandée à la mairie », « pas d'info », « aucune information »: whoever is
/// named is asked, and answers nothing yet.
pub(super) fn lacks_knowledge(tokens: &[&str]) -> bool {
    let knows = |word: &str| {
        ["info", "information", "informations", "infos", "renseignement", "renseignements", "reponse", "idee"]
            .contains(&word)
    };
    let lacks = |word: &str| {
        [
            "demand",
            "manqu",
            "attend",
            "attente",
            "cherch",
            "recherch",
            "inconnu",
            "connu",
            "indisponib",
            "transmi",
        ]
        .iter()
        .any(|start| word.starts_with(start))
            || matches!(word, "non" | "pas" | "aucune" | "sans" | "ni")
    };
    if let ["personne" | "nul" | "on", "ne", "le" | "sait", ..] = tokens
        && tokens.contains(&"sait")
    {
        return true;
    }
    // « À vous de me le dire », « c'est à vous de voir »: the question sent back.
    if starts_with_one_of(
        tokens,
        &[&["a", "vous", "de"], &["c", "est", "a", "vous"], &["dites", "moi"], &["dites", "le", "moi"]],
    ) {
        return true;
    }
    // « Dans le cloud », « en ligne »: where, and nobody.
    if let ["en", "ligne"]
    | ["sur" | "dans" | "via", "internet" | "place" | "site"]
    | [
        "sur" | "dans",
        "le" | "un" | "l" | "du",
        "cloud" | "nuage" | "web" | "net" | "internet" | "site",
    ] = tokens
    {
        return true;
    }
    // « Nous n'avons pas la réponse ».
    if tokens.len() <= 8
        && tokens.iter().any(|word| matches!(*word, "pas" | "aucune" | "sans"))
        && tokens.iter().any(|word| matches!(*word, "n" | "ne" | "nous" | "on"))
        && tokens.last().is_some_and(|word| knows(word))
    {
        return true;
    }
    match tokens {
        [first, rest @ ..] if knows(first) && rest.iter().take(4).any(|word| lacks(word)) => return true,
        ["pas" | "sans", "d" | "de" | "l" | "la", what, ..]
        | ["aucune" | "aucun" | "sans", what, ..]
        | ["pas", "assez", "d", what, ..]
            if knows(what) =>
        {
            return true;
        }
        ["demande", "en" | "faite" | "envoyee" | "transmise" | "a" | "au" | "aupres", ..]
        | ["en", "recherche", ..]
        | [
            "pas" | "non",
            "connu" | "connue" | "connus" | "au" | "informe" | "informes" | "communique" | "renseigne",
            ..,
        ]
        | ["jamais" | "question" | "qui", ..]
        | ["la", "question", ..] => return true,
        _ => {}
    }
    // « Nom de l'hébergeur inconnu », « prestataire inconnu de l'école ».
    tokens.len() <= 8 && tokens.iter().any(|word| matches!(*word, "inconnu" | "inconnue" | "inconnus"))
        || tokens.len() <= 8
            && tokens.windows(2).any(|pair| {
                matches!(pair[0], "non" | "pas")
                    && matches!(pair[1], "connu" | "connue" | "identifie" | "identifiee")
            })
}

/// « personne », « aucun responsable », « pas de responsable », « non attribué », « vacant ».
pub(super) fn refuses(tokens: &[&str]) -> bool {
    // « pas pourvu », « fonction non couverte », « on n'a personne », « sans responsable ».
    let denied = |what: &str| UNFILLED.iter().any(|start| what.starts_with(start));
    let is_post = |word: &str| {
        ["poste", "fonction", "mission", "competence", "role", "charge"]
            .iter()
            .any(|start| word.starts_with(start))
    };
    match tokens {
        // « Autoformation », « en autonomie »: each by oneself, and nobody for all.
        ["nul" | "autoformation"]
        | ["nulle", "part"]
        | ["auto", "formation"]
        | ["en", "autonomie" | "autodidacte"] => return true,
        ["pas" | "non" | "plus", what, ..] if denied(what) => return true,
        [post, "non" | "pas", what, ..] if is_post(post) && denied(what) => return true,
        [post, what, ..]
            if is_post(post)
                && ["supprim", "vacant", "gele", "abandonn"].iter().any(|start| what.starts_with(start)) =>
        {
            return true;
        }
        ["sans", what, ..]
            if ["responsab", "referent", "porteur", "pilote", "titulaire", "acteur", "personne"]
                .iter()
                .any(|start| what.starts_with(start)) =>
        {
            return true;
        }
        [.., "personne"] if tokens.len() <= 6 && tokens.contains(&"n") => return true,
        // « Nous n'en avons pas », « on n'en a aucun »; « on n'a pas encore choisi » postpones.
        ["nous" | "on", "n" | "ne", rest @ ..]
            if rest.len() <= 4
                && rest.iter().any(|word| matches!(*word, "pas" | "plus" | "aucun" | "aucune" | "rien"))
                && rest
                    .iter()
                    .any(|word| matches!(*word, "a" | "avons" | "en" | "dispose" | "disposons"))
                && !rest.contains(&"encore") =>
        {
            return true;
        }
        [what, ..] if what.starts_with("abandonne") => return true,
        _ => {}
    }
    match tokens {
        ["personne" | "neant" | "aucun" | "aucune" | "rien" | "vacant" | "vacante", rest @ ..] => {
            rest.len() <= 8
                && !rest.iter().any(|word| {
                    matches!(*word, "ressource" | "ressources" | "sauf" | "hors" | "hormis" | "excepte")
                })
        }
        ["non", what, ..] => {
            ["attribue", "pourvu", "affecte", "couvert", "assure"].iter().any(|start| what.starts_with(start))
        }
        ["inexistant" | "inexistante"]
        | ["plus", "personne" | "de" | "d" | "aucun" | "aucune", ..]
        | ["poste", "non", "pourvu", ..] => true,
        _ => starts_with_one_of(
            tokens,
            &[
                &["pas", "de"],
                &["pas", "d"],
                &["il", "n", "y", "a"],
                &["il", "n", "y", "en", "a"],
                &["n", "y", "en", "a"],
                &["n", "existe", "pas"],
                &["poste", "vacant"],
            ],
        ),
    }
}

/// « peut être la mairie », « sans doute la mairie », « normalement la mairie », « il me semble que… ».
pub(super) fn hedges(tokens: &[&str]) -> bool {
    matches!(
        tokens.first(),
        Some(&("normalement" | "probablement" | "eventuellement" | "certainement" | "surement"))
    ) || starts_with_one_of(
        tokens,
        &[&["peut", "etre"], &["sans", "doute"], &["je", "crois"], &["je", "pense"], &["il", "me", "semble"]],
    ) || tokens.ends_with(&["peut", "etre"])
        || tokens.ends_with(&["je", "crois"])
}

/// « voir avec la mairie », « à voir », « en attente de… », « pas encore décidé », « ne sais pas ».
pub(super) fn postpones(tokens: &[&str]) -> bool {
    const LATER: [&str; 10] = [
        "voir",
        "definir",
        "determiner",
        "preciser",
        "confirmer",
        "venir",
        "demander",
        "discuter",
        "completer",
        "decider",
    ];
    match tokens {
        [
            "voir" | "cf" | "demander" | "inconnu" | "inconnue" | "bientot" | "prochainement" | "decision"
            | "question" | "attente" | "prevu" | "prevue" | "envisage" | "envisagee" | "selon" | "variable"
            | "chacun" | "depend" | "dependra" | "dependrait",
            ..,
        ]
        | ["pas", "decide" | "defini" | "determine" | "fixe" | "connu", ..]
        | [
            "sera" | "seront",
            "defini" | "definis" | "decide" | "decides" | "precise" | "determine" | "fixe" | "vu"
            | "communique",
            ..,
        ]
        | ["sais", "pas", ..]
        | ["on" | "nous", "attend" | "attendons" | "cherche" | "cherchons", ..]
        | ["reste", "a", ..]
        | ["ca" | "cela", "depend" | "dependra", ..]
        | ["au", "cas", ..]
        | ["on", "verra", ..]
        | ["en", "suspens", ..]
        | ["sous", "reserve", ..] => true,
        // « À valider en conseil d'école »: a verb. « À la mairie » names somebody.
        ["a", what, ..] => {
            LATER.contains(what)
                || what.starts_with("def")
                || tokens.starts_with(&["a", "l", "etude"])
                || what.len() > 4
                    && ["er", "ir", "ttre", "ndre"].iter().any(|end| what.ends_with(end))
                    && *what != "atelier"
        }
        ["pas" | "non", what, ..] if UNSETTLED.iter().any(|start| what.starts_with(start)) => true,
        // « Janvier 2027 », « courant 2027 », « T1 2027 »: when, and nobody yet.
        [_, _, ..] if tokens.len() <= 4 && tokens.iter().all(|word| is_of_time(word)) => true,
        ["en", what, ..] => ["cours", "attente", "discussion", "reflexion"].contains(what),
        ["non", what, ..] => ["defini", "determine", "connu", "renseigne", "decide"]
            .iter()
            .any(|start| what.starts_with(start)),
        _ => starts_with_one_of(
            tokens,
            &[
                &["je", "l", "ignore"],
                &["on", "l", "ignore"],
                &["pas", "encore"],
                &["je", "ne", "sais"],
                &["ne", "sais"],
                &["ne", "sait"],
                &["on", "ne", "sait"],
            ],
        ),
    }
}

fn starts_with_one_of(tokens: &[&str], starts: &[&[&str]]) -> bool {
    starts.iter().any(|start| tokens.starts_with(start))
}
