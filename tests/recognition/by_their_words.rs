//! Tables that few of their titles give away: questions, posts, persons under bodies, codes, two columns of names.

use crate::support::{sheet, understand};

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    let understood = understand(vec![sheet("Inventaire", rows)]);
    let lines = understood.lines();
    for line in expected {
        assert!(lines.iter().any(|read| read.contains(line)), "{line} is not in {lines:#?}");
    }
}

#[test]
fn a_few_questions_that_name_a_competence_leave_the_others_to_the_list() {
    reads(
        &[
            "Question | Réponse",
            "Qui évalue le projet, fait le bilan ? | DSDEN",
            "Qui forme les enseignants aux usages en classe ? | ERUN",
            "Qui fournit la documentation (tutos, guides) ? | rectorat",
            "Qui aide à la prise en main au début ? | ERUN",
            "Qui assiste les utilisateurs en cas de problème ? | mairie",
            "Qui installe et paramètre la solution (intégrateur) ? | rectorat",
            "Qui assure la maintenance de l'ENT ? | éditeur",
            "Qui entretient les ordinateurs et le réseau de l'école ? | mairie",
        ],
        &["PIL-EVA DSDEN", "ACC-FOR CIRCO", "ACC-ASS COMMUNE", "MAT-PRC COMMUNE", "ENT-MOE ACADEMIE"],
    );
}

#[test]
fn posts_answer_where_no_column_asks_who() {
    reads(
        &[
            "Mission | Nom | Qualité",
            "Pilotage | Mme Fournier | Adjointe au maire",
            "Documentation | M. Delattre | ERUN",
            "Prise en main | Mme Lemaire | Directrice",
        ],
        &["PIL-MOA COMMUNE", "ACC-DOC CIRCO", "ACC-PEM ECOLE"],
    );
}

#[test]
fn letters_that_blanks_alone_part_mean_what_the_legend_says() {
    reads(
        &[
            "Compétences | Mairie | ERUN | Académie",
            "Documentation | A | R | ",
            "Évaluation |  | A | R",
            "Prise en main | A | R | I",
            "",
            "R = responsable   A = aide   I = informé",
        ],
        &["ACC-DOC CIRCO", "PIL-EVA ACADEMIE", "ACC-PEM CIRCO"],
    );
}

#[test]
fn a_person_under_a_body_acts_for_it() {
    reads(
        &[
            "Compétences | Mairie | Rectorat | Circonscription",
            "Maîtrise d'ouvrage | Mme Grondin | | ",
            "Hébergement | | DSI | ",
            "Prise en main | | | M. Lebon",
            "Documentation | | | ERUN",
        ],
        &["PIL-MOA COMMUNE", "ENT-HEB ACADEMIE", "ACC-PEM CIRCO"],
    );
}

#[test]
fn missions_go_on_beside_the_first() {
    reads(
        &[
            "Structure | Missions | | ",
            "ERUN | Formation aux usages pédagogiques | Prise en main | Documentation",
            "Mairie | Maintenance du parc informatique | Fournisseur d'accès à Internet | ",
            "DSDEN | Évaluation | | ",
        ],
        &["ACC-FOR CIRCO", "ACC-PEM CIRCO", "ACC-DOC CIRCO", "MAT-FAI COMMUNE"],
    );
}

#[test]
fn what_follows_a_comma_may_tell_how_and_nobody_else() {
    reads(
        &[
            "Compétence | Responsable",
            "Maîtrise d'ouvrage | Ville de Rezé, direction de l'éducation",
            "Maître d'œuvre | Lauzes Consulting, choisi par la mairie",
            "Fournisseur d'accès à Internet | Canal+ Telecom",
            "Éditeur | Klasso, édité par Ludexia SAS",
            "Prise en main | (nom de la structure)",
        ],
        &["PIL-MOA COMMUNE", "ENT-MOE", "ACC-PEM à définir"],
    );
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "Compétence | Responsable",
            "Accès à Internet | Canal+ Telecom",
            "Éditeur | Klasso, édité par Ludexia SAS",
        ],
    )]);
    assert!(understood.lines().iter().all(|line| !line.contains(" + ")), "{:?}", understood.lines());
}
