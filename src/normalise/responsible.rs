//! Who a list's line says is responsible: its answer, beside the boxes, the codes, the lead signs and the modes written
//! in the same cell.

use super::entities::Piece;
use super::plain::Plain;
use super::{Line, beside, boxes, is_unreadable};
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::{Answer, Mention};
use crate::model::mark::Mark;
use crate::model::place::Spot;
use crate::model::record::Field;
use crate::model::referential::{EntityTypeId, Reach};

impl Line<'_> {
    /// The answer of a list's line: who is responsible, as written, and where.
    pub(super) fn answered(&mut self) -> (Answer, String, Spot) {
        let label_at = self.record.label.at.clone();
        let Some(value) = self.field(Field::Responsible).cloned() else {
            let told =
                self.named_under_modes().or_else(|| self.told_by_yes()).or_else(|| self.told_by_situation());
            let told = told.or_else(|| self.person_alone());
            return told.unwrap_or((Answer::Blank, String::new(), label_at));
        };
        let at = value.cell.at.clone();
        match &value.cell.value {
            CellValue::Error(error) => {
                self.see(Fact::CellError, &at, error);
                return (Answer::Unreadable, error.clone(), at);
            }
            CellValue::FormulaWithoutValue => {
                self.see(Fact::FormulaWithoutValue, &at, "");
                return (Answer::Unreadable, String::new(), at);
            }
            _ => {}
        }
        let mut written = without_lead(&value.cell.value.shown()).to_owned();
        if let Some(whole) = without_lost_signs(&written) {
            self.see(Fact::DoubtfulAnswer, &at, &written);
            written = whole;
        }
        if says_other(&written) {
            return self.named_beside_other(&written, &at);
        }
        if value.struck {
            self.see(Fact::StruckThrough, &at, &written);
        }
        if value.merged {
            self.see(Fact::MergedDown, &at, &written);
        }
        // « Responsable 1 », « Responsable 2 »: both answer.
        let others = self.record.fields.iter().filter(|other| other.field == Field::Responsible).skip(1);
        for other in others.map(|other| other.cell.value.shown()) {
            if !other.trim().is_empty() && self.normaliser.words.plain(&other).is_none() {
                written = format!("{written} ; {}", other.trim());
            }
        }
        if let Some(ticked) = boxes::ticked(&written) {
            if ticked.is_empty() {
                return (Answer::Blank, written, at);
            }
            let (answer, _) = self.understood(&ticked.join(" ; "), Field::Responsible, &at);
            return (answer, written, at);
        }
        if let Some(meaning) = self.codes.entity(self.normaliser, &written) {
            let (answer, _) = self.understood(meaning, Field::Responsible, &at);
            return (answer, written, at);
        }
        // « N/A (pas de marché) »: the bracket is the reason.
        if matches!(self.normaliser.words.plain(&written), Some(Plain::NotApplicable(_))) {
            let (answer, written) = self.understood(&written, Field::Responsible, &at);
            return (answer, written, at);
        }
        // « Notre ERUN, par l'Éducation nationale ».
        let bracketed = written.strip_suffix(')').and_then(|written| written.rsplit_once('('));
        let parted = || {
            let signs = [" - ", " – ", " — ", ",", ";", "\n"];
            // Asking whether a sign is there costs far less than looking for it from the right.
            signs.into_iter().filter(|sign| written.contains(sign)).find_map(|sign| written.rsplit_once(sign))
        };
        if let Some((name, by)) = bracketed.or_else(parted)
            && let Some(mode) = self.mode_by_body(by.trim(), &at)
            && self.mentions(name, &at, false).0.iter().any(|mention| mention.kind.is_some())
        {
            self.see(Fact::CloseMode(mode), &at, &written);
            self.beside = Some(mode);
            let (answer, _) = self.understood(name.trim(), Field::Responsible, &at);
            return (answer, written, at);
        }
        if let Some((name, mode)) = beside::split(&self.normaliser.words, &written) {
            self.beside = Some(mode);
            // « Mairie, en partie »: the mode, or a part of what it answers for.
            let in_part = |text: &str| crate::text::words(text).iter().any(|word| word == "partie");
            if in_part(&written) && !in_part(name) {
                self.see(Fact::Reserved, &at, &written);
            }
            let (answer, _) = self.understood(name, Field::Responsible, &at);
            return (answer, written, at);
        }
        if let Some(post) = self.post_beside(&written, &at) {
            let (answer, _) = self.understood(&post, Field::Responsible, &at);
            return (answer, format!("{written}, {post}"), at);
        }
        let (answer, written) = self.understood(&written, Field::Responsible, &at);
        self.named_beside_trade(&answer).unwrap_or((answer, written, at))
    }

    /// « éditeur » under « Qualité » beside « Ludexia » under « Nom », « Prestataire » in a list of choices beside « Précision:
    /// Ludexia »: the company's name, whose trade alone is told.
    fn named_beside_trade(&self, answer: &Answer) -> Option<(Answer, String, Spot)> {
        const TITLES: [&str; 8] =
            ["precision", "precisions", "preciser", "precisez", "lequel", "laquelle", "nom", "noms"];
        let Answer::Entities(mentions) = answer else { return None };
        let [trade] = mentions.as_slice() else { return None };
        let entities = &self.normaliser.entities;
        let is_company = |kind: EntityTypeId| entities.reach(kind) == Reach::National;
        let kind = trade.kind.filter(|kind| trade.core.is_empty() && is_company(*kind))?;
        let titled =
            |title: &str| crate::text::words(title).iter().any(|word| TITLES.contains(&word.as_str()));
        let beside = self.record.fields.iter().find(|value| {
            value.field == Field::Person
                || matches!(value.field, Field::Other | Field::Comment) && titled(&value.title)
        })?;
        let name = beside.cell.value.shown().trim().to_owned();
        let short = name.split_whitespace().count() <= 5 && name.starts_with(char::is_uppercase);
        if !short || super::people::is_person(&name) || super::bare::is_bare_name(&name) {
            return None;
        }
        let Piece::Entity { mention, .. } = entities.read(&name) else { return None };
        if mention.core.is_empty() || mention.kind.is_some_and(|told| !is_company(told)) {
            return None;
        }
        let mention = Mention {
            kind: mention.kind.filter(|told| !entities.is_company(Some(*told))).or(Some(kind)),
            ..mention
        };
        Some((Answer::Entities(vec![mention]), name, beside.cell.at.clone()))
    }

    /// « Mme Durand » under « Responsable », beside « ERUN » under « Fonction »: the post tells whom she acts for.
    fn post_beside(&mut self, written: &str, at: &Spot) -> Option<String> {
        let record = self.record;
        let value = record.fields.iter().find(|value| value.field == Field::Fonction)?;
        let post = value.cell.value.shown().trim().to_owned();
        // Beside a contact, a post is the contact's: « Scolavia | Mme Durand | directrice ».
        let contact = !self.shown(Field::Person).trim().is_empty();
        if post.is_empty()
            || contact
            || is_unreadable(&value.cell.value)
            || self.normaliser.words.plain(written).is_some()
        {
            return None;
        }
        let (mentions, persons) = self.mentions(written, at, false);
        let bare = mentions
            .iter()
            .all(|mention| super::bare::is_bare_name(&mention.written) && mention.kind.is_none());
        let named = self.mentions(&post, at, false).0;
        let tells = !named.is_empty() && named.iter().all(|mention| mention.kind.is_some());
        if !persons && mentions.is_empty() || !bare || !tells {
            return None;
        }
        // A name alone may be a company's.
        if !mentions.is_empty() {
            self.see(Fact::DoubtfulAnswer, at, written);
        }
        Some(post)
    }

    /// « Mme Durand » under « Nom », « Nom du responsable », and nothing where her body or her post is asked. Whom to
    /// contact doesn't answer.
    fn person_alone(&mut self) -> Option<(Answer, String, Spot)> {
        let record = self.record;
        let value = record.fields.iter().find(|value| {
            let words = crate::text::words(&value.title);
            let named = |word: &String| {
                word.starts_with("responsab")
                    || matches!(word.as_str(), "nom" | "noms" | "prenom" | "personne" | "personnes" | "agent")
            };
            let reached = |word: &String| {
                ["contact", "interlocut", "correspond", "referent", "local", "ressource", "adress", "appel"]
                    .iter()
                    .any(|start| word.starts_with(start))
            };
            value.field == Field::Person && words.iter().any(named) && !words.iter().any(reached)
        })?;
        let (written, at) = (value.cell.value.shown().trim().to_owned(), value.cell.at.clone());
        if written.is_empty() || is_unreadable(&value.cell.value) {
            return None;
        }
        // « Klasseo » under « Nom » may be whom a person works for, as well: nothing tells.
        let asked = crate::text::words(&value.title).iter().any(|word| word.starts_with("responsab"));
        if !asked && !super::people::is_person(&written) {
            return None;
        }
        let (answer, written) = self.understood(&written, Field::Responsible, &at);
        Some((answer, written, at))
    }

    /// « Autre » of a list of choices: the one that « Si autre, préciser » names on its line; else somebody not told yet.
    fn named_beside_other(&mut self, chosen: &str, at: &Spot) -> (Answer, String, Spot) {
        let record = self.record;
        let mut named = record.fields.iter().filter(|value| {
            let asks = crate::text::words(&value.title).iter().any(|word| {
                matches!(word.as_str(), "autre" | "autres" | "lequel" | "laquelle")
                    || word.starts_with("precis")
            });
            asks && value.field != Field::Responsible
                && !is_unreadable(&value.cell.value)
                && !value.cell.value.shown().trim().is_empty()
        });
        if let (Some(value), None) = (named.next(), named.next()) {
            let written = without_lead(&value.cell.value.shown()).to_owned();
            let at = value.cell.at.clone();
            if !says_other(&written) {
                let (answer, written) = self.understood(&written, Field::Responsible, &at);
                return (answer, written, at);
            }
        }
        self.see(Fact::DoubtfulAnswer, at, chosen);
        (Answer::ToDefine, chosen.to_owned(), at.clone())
    }

    /// « Interne : qui ? », « Externe : qui ? »: names where a tick is usual tell the responsible as well as the mode.
    fn named_under_modes(&mut self) -> Option<(Answer, String, Spot)> {
        if self.asks_responsible {
            return None;
        }
        let mut names: Vec<(String, Spot)> = Vec::new();
        for (_, cell) in &self.record.ticked {
            let text = cell.value.shown().trim().to_owned();
            let is_tick = !matches!(cell.value, CellValue::Text(_))
                || Mark::parse(&text).is_some()
                || self.normaliser.words.yes_or_no(&cell.value).is_some();
            // « interne » repeated under « Interne » is a tick; « Prestataire : Ludorive » is a name.
            if is_tick
                || self.normaliser.words.mode(&cell.value).is_some()
                    && self.mentions(&text, &cell.at, false).0.iter().all(|mention| mention.kind.is_none())
            {
                continue;
            }
            names.push((text, cell.at.clone()));
        }
        let (_, at) = names.first()?.clone();
        let written = names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ; ");
        let (answer, written) = self.understood(&written, Field::Responsible, &at);
        Some((answer, written, at))
    }

    /// « Assurée par la commune (oui/non) » over « oui »: the body that the title names.
    fn told_by_yes(&mut self) -> Option<(Answer, String, Spot)> {
        let record = self.record;
        let (body, value) = record.fields.iter().find_map(|value| {
            let title = value.title.split(['(', '?']).next()?;
            let (_, body) = title.rsplit_once(" par ")?;
            let said = value.field == Field::Other
                && self.normaliser.words.yes_or_no(&value.cell.value) == Some(true);
            said.then(|| (body.trim().to_owned(), value))
        })?;
        let mentions = self.mentions(&body, &value.cell.at, false).0;
        if mentions.is_empty() || mentions.iter().any(|mention| mention.kind.is_none()) {
            return None;
        }
        let (answer, _) = self.understood(&body, Field::Responsible, &value.cell.at);
        Some((
            answer,
            format!("{} : {}", value.title.trim(), value.cell.value.shown().trim()),
            value.cell.at.clone(),
        ))
    }

    /// « Situation : sans objet », « Type d'entité : aucun », « Nature : collectivité » where no name is written, and
    /// « Fonction : ERUN » beside a person: told, as a doubtful answer.
    fn told_by_situation(&mut self) -> Option<(Answer, String, Spot)> {
        const TITLES: [&str; 13] = [
            "situation",
            "etat",
            "avancement",
            "statut",
            "type",
            "nature",
            "categorie",
            "assure",
            "assuree",
            "responsable",
            "entite",
            "acteur",
            "structure",
        ];
        const POSTS: [&str; 5] = ["fonction", "fonctions", "qualite", "poste", "profession"];
        let record = self.record;
        let value = record.fields.iter().find(|value| {
            let titled = |titles: &[&str]| {
                crate::text::words(&value.title).first().is_some_and(|word| titles.contains(&word.as_str()))
            };
            matches!(value.field, Field::Other | Field::Fonction) && titled(&TITLES)
                || value.field == Field::Fonction && titled(&POSTS)
        })?;
        let (written, at) = (value.cell.value.shown().trim().to_owned(), value.cell.at.clone());
        if written.is_empty() || is_unreadable(&value.cell.value) {
            return None;
        }
        let settles = if let Some(plain) = self.normaliser.words.plain(&written) {
            !matches!(plain, Plain::Bare | Plain::Ditto)
        } else {
            let mentions = self.mentions(&written, &at, false).0;
            !mentions.is_empty() && mentions.iter().all(|mention| mention.kind.is_some())
        };
        if !settles {
            return None;
        }
        self.see(Fact::DoubtfulAnswer, &at, &written);
        let (answer, written) = self.read_text(&written, &at);
        Some((answer, written, at))
    }
}

/// An answer without the sign that leads to it: « → Mairie », « • Mairie ». Signs alone are left as they are.
fn without_lead(written: &str) -> &str {
    let written = written.trim();
    let rest = written.strip_prefix("->").or_else(|| written.strip_prefix("=>")).unwrap_or(written);
    let rest =
        rest.trim_start_matches(['→', '➔', '➜', '➡', '⇒', '►', '▶', '•', '▪', '>', ':', '=', ' ', '\u{a0}']);
    // « .... MAIRIE ........ »: the line drawn for the answer.
    let drawn = |sign: char| matches!(sign, '.' | '_' | '…' | ' ' | '\u{a0}');
    let rest = if rest.starts_with("..") || rest.ends_with("...") || rest.contains("__") {
        rest.trim_matches(drawn)
    } else {
        rest
    };
    // « X mairie », « OK mairie », « Oui, la mairie »: ticked, then named.
    let ticked = ["x ", "X ", "ok ", "OK ", "Ok ", "oui ", "Oui ", "OUI ", "oui, ", "Oui, "];
    let rest = ticked
        .iter()
        .find_map(|tick| rest.strip_prefix(tick))
        .filter(|rest| rest.chars().filter(|sign| sign.is_alphabetic()).count() > 2)
        .unwrap_or(rest);
    if rest.chars().any(char::is_alphanumeric) { rest } else { written }
}

/// « conseillers pe?dagogiques »: a sign that the file's encoding lost inside a word is no question.
fn without_lost_signs(written: &str) -> Option<String> {
    let signs: Vec<char> = written.chars().collect();
    let lost = |at: usize| {
        signs[at] == '?'
            && at.checked_sub(1).is_some_and(|before| signs[before].is_lowercase())
            && signs.get(at + 1).is_some_and(|after| after.is_lowercase())
    };
    let kept: String = (0..signs.len()).filter(|at| !lost(*at)).map(|at| signs[at]).collect();
    (kept.len() < written.len()).then_some(kept)
}

/// « Autre », « Autre (à préciser) »: none of the choices of a list.
fn says_other(written: &str) -> bool {
    let words = crate::text::words(written);
    matches!(
        words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["autre" | "autres"]
            | ["autre" | "autres", "preciser" | "precisez"]
            | ["autre" | "autres", "a", "preciser"]
    )
}
