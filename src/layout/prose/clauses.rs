//! Sentences of several clauses, each given its subject: « La CC est maître d'ouvrage ; elle gère aussi le parc ».

use super::super::Recogniser;
use super::{ACTIVE, LONGEST, tidy, tokens};

impl Recogniser {
    /// The clauses of a sentence, each with its subject, where all of them are plain: « La mairie est maître d'ouvrage et
    /// assure la maintenance du parc », « …assurée par la directrice, qui est aussi administratrice fonctionnelle ».
    pub(in crate::layout) fn clauses(&self, sentence: &str) -> Option<Vec<String>> {
        const AGAIN: [&str; 9] = [
            " et prend en charge ",
            " et assure ",
            " et gère ",
            " et s'occupe ",
            " et s’occupe ",
            " et pilote ",
            " et fournit ",
            " et porte ",
            " et réalise ",
        ];
        if sentence.len() > LONGEST {
            return None;
        }
        let mut clauses: Vec<String> = Vec::new();
        for part in sentence.trim_end_matches(['.', ' ', '!']).split(';') {
            let again = AGAIN.iter().find_map(|verb| part.find(verb).map(|at| (at, at + " et ".len())));
            if let Some((head, rest)) = part.split_once(" et qui ")
                && let Some((who, _)) = head.split_once(" qui ")
            {
                clauses.extend([head.to_owned(), format!("{who} qui {rest}")]);
            } else if let Some((head, who)) = part.split_once(", qui est ")
                && let Some((_, subject)) = head.rsplit_once(" par ")
            {
                let who =
                    ["aussi ", "également "].iter().find_map(|word| who.strip_prefix(word)).unwrap_or(who);
                clauses.extend([head.to_owned(), format!("{subject} est {who}")]);
            } else if let Some(several) = of_the_same(part) {
                clauses.extend(several);
            } else if let Some((at, verb)) = again {
                let head = &part[..at];
                let verbs = tokens(head);
                let first = verbs.iter().find(|token| {
                    token.text == "est" || ACTIVE.iter().any(|active| active[0] == token.text)
                })?;
                clauses.extend([head.to_owned(), format!("{}{}", &head[..first.start], &part[verb..])]);
            } else if let Some(resumed) = clauses.first().and_then(|first| resumed(first, part)) {
                clauses.push(resumed);
            } else {
                clauses.push(part.to_owned());
            }
        }
        (clauses.len() > 1 && clauses.iter().all(|clause| self.told_by(clause).is_some())).then_some(clauses)
    }
}

/// « La CC est maître d'ouvrage ; elle gère aussi la maintenance du parc »: the pronoun is the subject of the first
/// clause.
fn resumed(first: &str, part: &str) -> Option<String> {
    let part = part.trim();
    let rest = ["elle ", "il ", "elles ", "ils "].iter().find_map(|pronoun| part.strip_prefix(pronoun))?;
    let verbs = tokens(first);
    let verb = verbs
        .iter()
        .find(|token| token.text == "est" || ACTIVE.iter().any(|active| active[0] == token.text))?;
    let rest = rest.replacen(" aussi ", " ", 1).replacen(" également ", " ", 1);
    Some(format!("{}{rest}", &first[..verb.start]))
}

/// « Klasseo est l'éditeur de la solution et en assure la maintenance et l'hébergement »: « en » is that solution.
fn of_the_same(sentence: &str) -> Option<Vec<String>> {
    const AGAIN: [&str; 4] = [" et en assure ", " et en assurent ", " et en gère ", " et en fournit "];
    let (again, at) = AGAIN.iter().find_map(|again| Some((*again, sentence.find(again)?)))?;
    let (head, rest) = (&sentence[..at], &sentence[at + again.len()..]);
    let verbs = tokens(head);
    let verb = verbs.iter().find(|token| token.text == "est")?;
    let of = [" de la ", " de l'", " de l’", " du "].iter().filter_map(|of| head.rfind(of)).max()?;
    let verb_again = again.trim().trim_start_matches("et en ");
    let subject = head[..verb.start].trim();
    let things = rest.split([',']).flat_map(|things| things.split(" et ")).map(tidy);
    let clauses = things.map(|thing| format!("{subject} {verb_again} {thing}{}", &head[of..]));
    Some(std::iter::once(head.to_owned()).chain(clauses).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Dictionary;

    #[test]
    fn clauses_share_their_subject() {
        let referential = crate::referential::embedded();
        let recogniser = Recogniser::new(&referential, Dictionary::embedded());
        assert_eq!(
            recogniser
                .clauses("La mairie est maître d'ouvrage et assure la maintenance du parc informatique."),
            Some(vec![
                "La mairie est maître d'ouvrage".to_owned(),
                "La mairie assure la maintenance du parc informatique".to_owned()
            ])
        );
        assert_eq!(
            recogniser.clauses(
                "L'assistance est assurée par la directrice, qui est aussi administratrice fonctionnelle"
            ),
            Some(vec![
                "L'assistance est assurée par la directrice".to_owned(),
                "la directrice est administratrice fonctionnelle".to_owned()
            ])
        );
        assert_eq!(
            recogniser.clauses("La CC est maître d'ouvrage ; elle gère aussi la documentation."),
            Some(vec!["La CC est maître d'ouvrage ".to_owned(), "La CC gère la documentation".to_owned()])
        );
        assert_eq!(recogniser.clauses("La mairie assure l'assistance et gère la cantine."), None);
        assert_eq!(
            recogniser.clauses(
                "Klasseo est l'éditeur de la solution et en assure la maintenance et l'hébergement."
            ),
            Some(vec![
                "Klasseo est l'éditeur de la solution".to_owned(),
                "Klasseo assure la maintenance de la solution".to_owned(),
                "Klasseo assure l'hébergement de la solution".to_owned(),
            ])
        );
    }
}
