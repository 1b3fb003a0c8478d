//! Whose inventory it is: a labelled cell, then an address in a cell, the names of the sheet and of the file, the mail's subject and sender,
//! then name and commune in the registry. Two sources that disagree attach the document to nobody.

mod key;
mod names;
mod resolve;
mod scope;

use std::sync::Arc;

pub use resolve::resolve;

use key::{Reading, read_key, scan};

use crate::academies::Academies;
use crate::model::document::Document;
use crate::model::fact::Fact;
use crate::model::inventory::{IdentifiedBy, Observed, Owner};
use crate::model::place::{Located, Spot};
use crate::model::record::{IdentityKey, Layout};
use crate::model::school::{School, Sector, Uai};
use crate::registry::{Registry, short_circonscription};
use crate::text::fold;

/// What identification looks schools up in.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Académies and their prefixes.
    pub academies: &'a Academies,
    /// The registry of schools, if there is one.
    pub registry: Option<&'a Registry>,
}

/// A UAI and where it comes from.
struct Source {
    uai: Uai,
    by: IdentifiedBy,
    at: Option<Spot>,
    read: String,
}

/// Says whose inventory a document is, and what was doubtful about it.
pub fn owner(ctx: Context<'_>, layout: &Layout, document: &Document) -> (Owner, Vec<Observed>) {
    above_schools(layout, false).unwrap_or_else(|| of_school(ctx, layout, document))
}

/// The same for a document given as a socle: where it names neither a school nor a territory, it is a whole
/// académie's.
pub fn owner_of_socle(ctx: Context<'_>, layout: &Layout, document: &Document) -> (Owner, Vec<Observed>) {
    above_schools(layout, true).unwrap_or_else(|| of_school(ctx, layout, document))
}

/// What an inventory of a higher level says of itself; `None` for a school's.
fn above_schools(layout: &Layout, socle: bool) -> Option<(Owner, Vec<Observed>)> {
    let mut seen = Vec::new();
    let owner = match scope::said(layout, socle)? {
        scope::Said::Claim(claim) => Owner::Claimed(claim),
        scope::Said::Contradiction(cell) => {
            see(&mut seen, Fact::ScopeContradicted, Some(cell.at), &cell.value);
            Owner::Unknown
        }
    };
    Some((owner, seen))
}

fn of_school(ctx: Context<'_>, layout: &Layout, document: &Document) -> (Owner, Vec<Observed>) {
    let mut seen = Vec::new();
    let mut sources = from_cells(layout, &mut seen);
    sources.extend(from_sheets(layout));
    sources.extend(from_outside(document));
    let named = by_name(ctx, layout, document);
    if sources.is_empty() {
        let named = if matches!(named, Named::None) { by_parted_name(ctx, layout) } else { named };
        let named = if matches!(named, Named::None) { by_only_school(ctx, layout, document) } else { named };
        return match named {
            Named::One(school, at, read) => {
                see(&mut seen, Fact::SchoolByName(school.uai), at, &read);
                let owner = Owner::School { school, registered: true, by: IdentifiedBy::NameAndCommune };
                (owner, seen)
            }
            Named::Several(uais, at, read) => {
                see(&mut seen, Fact::SchoolAmbiguous(uais), at, &read);
                (Owner::Unknown, seen)
            }
            Named::None => {
                see(&mut seen, Fact::SchoolUnknown, None, "");
                (Owner::Unknown, seen)
            }
        };
    }
    let named = by_circonscription(ctx, layout, sources[0].uai, named);
    if let Some(fact) = disagreement(&sources, &named) {
        see(&mut seen, fact, sources[0].at.clone(), &sources[0].read);
        return (Owner::Unknown, seen);
    }
    let first = &sources[0];
    if first.by != IdentifiedBy::Cell {
        see(&mut seen, Fact::SchoolByOtherSource(first.uai, first.by), first.at.clone(), &first.read);
    }
    let Some((academie, departement)) = ctx.academies.of_uai(first.uai) else {
        see(&mut seen, Fact::UaiOutsideAcademies(first.uai), first.at.clone(), &first.read);
        return (Owner::Unknown, seen);
    };
    check_academie(ctx, layout, &academie.name, &mut seen);
    let registered = ctx.registry.and_then(|registry| registry.school(&first.uai));
    let school = if let Some(school) = registered {
        check_name(layout, school, &mut seen);
        Arc::clone(school)
    } else {
        if ctx.registry.is_some() {
            see(&mut seen, Fact::UaiNotInRegistry(first.uai), first.at.clone(), &first.read);
        }
        Arc::new(self_described(layout, first.uai, &departement.code))
    };
    (Owner::School { school, registered: registered.is_some(), by: first.by }, seen)
}

fn see(seen: &mut Vec<Observed>, fact: Fact, at: Option<Spot>, read: &str) {
    seen.push(Observed { fact, at, competence: None, read: read.to_owned() });
}

/// UAI of the cells: labelled ones first, then those of titles and notes, then those of addresses.
fn from_cells(layout: &Layout, seen: &mut Vec<Observed>) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut wrong = Vec::new();
    for identity in layout.identity.iter().filter(|identity| identity.key == IdentityKey::Uai) {
        let Located { value, at } = &identity.value;
        let at = Some(at.clone());
        let mut found =
            |uai| sources.push(Source { uai, by: IdentifiedBy::Cell, at: at.clone(), read: value.clone() });
        match read_key(value) {
            Reading::Exact(uai) => found(uai),
            Reading::Repaired(uai) => {
                found(uai);
                see(seen, Fact::UaiRepaired(uai), at, value);
            }
            Reading::WithoutKey(uai) => {
                found(uai);
                see(seen, Fact::UaiWithoutKey(uai), at, value);
            }
            Reading::WrongKey => wrong.push((Fact::UaiWrongKey, at, value)),
            // « Identifiant », « Code » may label something else: only what holds digits was meant as a UAI.
            Reading::Malformed if value.chars().filter(char::is_ascii_digit).count() >= 4 => {
                wrong.push((Fact::UaiMalformed, at, value));
            }
            Reading::Malformed => {}
        }
    }
    for loose in &layout.loose {
        let address = loose.value.contains('@');
        let by = if address { IdentifiedBy::CellAddress } else { IdentifiedBy::Cell };
        for uai in scan(&loose.value) {
            if !sources.iter().any(|source| source.uai == uai && source.by <= by) {
                sources.push(Source { uai, by, at: Some(loose.at.clone()), read: loose.value.clone() });
            }
        }
    }
    for (fact, at, value) in wrong {
        see(seen, fact, at, value);
    }
    sources.sort_by_key(|source| source.by);
    sources
}

/// UAI in the names of the sheets that hold answers: « ENT 0350122T ».
fn from_sheets(layout: &Layout) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for sheet in answering_sheets(layout) {
        for uai in scan(sheet) {
            if !sources.iter().any(|source| source.uai == uai) {
                sources.push(Source { uai, by: IdentifiedBy::SheetName, at: None, read: sheet.to_owned() });
            }
        }
    }
    sources
}

/// The names of the sheets that hold answers, in the order of the workbook.
fn answering_sheets(layout: &Layout) -> impl Iterator<Item = &str> {
    let mut last = "";
    layout
        .tables
        .iter()
        .map(|table| &*table.sheet)
        .filter(move |sheet| std::mem::replace(&mut last, sheet) != *sheet)
}

fn from_outside(document: &Document) -> Vec<Source> {
    let mut texts = vec![(IdentifiedBy::FileName, document.file_name())];
    if let Some(mail) = &document.mail {
        texts.push((IdentifiedBy::Subject, mail.subject.as_str()));
        texts.push((IdentifiedBy::Sender, mail.sender.as_str()));
    }
    let mut sources = Vec::new();
    for (by, text) in texts {
        sources.extend(scan(text).into_iter().map(|uai| Source { uai, by, at: None, read: text.to_owned() }));
    }
    sources
}

/// What name and commune say.
enum Named {
    One(Arc<School>, Option<Spot>, String),
    Several(Vec<Uai>, Option<Spot>, String),
    None,
}

/// The first cell that an identification block labels so.
fn labelled(layout: &Layout, key: IdentityKey) -> Option<&Located<String>> {
    layout.identity.iter().find(|identity| identity.key == key).map(|identity| &identity.value)
}

/// Looks the school up by name and commune: in the identification block, then in titles, names of sheets and file,
/// and subject.
fn by_name(ctx: Context<'_>, layout: &Layout, document: &Document) -> Named {
    let Some(registry) = ctx.registry else { return Named::None };
    let commune = labelled(layout, IdentityKey::Commune);
    if let (Some(name), Some(commune)) = (labelled(layout, IdentityKey::School), commune) {
        let read = format!("{}, {}", name.value, commune.value);
        let found = names::in_commune(registry, &name.value, &commune.value);
        match settled(&found, Some(name.at.clone()), read) {
            Named::None => {}
            named => return named,
        }
    }
    let titles = layout.loose.iter().take(12).map(|loose| (Some(loose.at.clone()), loose.value.as_str()));
    let subject = document.mail.as_ref().map(|mail| (None, mail.subject.as_str()));
    let sheets = answering_sheets(layout).map(|sheet| (None, sheet));
    for (at, text) in titles.chain(sheets).chain([(None, document.file_name())]).chain(subject) {
        match settled(&names::in_text(registry, text), at, text.to_owned()) {
            Named::None => {}
            named => return named,
        }
    }
    Named::None
}

/// The same in two cells: « École du Lavoir », then « Luçonnais » under it or beside it.
fn by_parted_name(ctx: Context<'_>, layout: &Layout) -> Named {
    let Some(registry) = ctx.registry else { return Named::None };
    let titles = || layout.loose.iter().take(12);
    let pairs: Vec<(Option<Spot>, String)> = titles()
        .zip(titles().skip(1))
        .filter(|(name, place)| {
            let (row, column) = (name.at.cell.row, name.at.cell.column);
            let (below, right) = (place.at.cell.row, place.at.cell.column);
            name.at.sheet == place.at.sheet
                && (below == row + 1 && right == column || below == row && right == column + 1)
        })
        .map(|(name, place)| (Some(name.at.clone()), format!("{}, {}", name.value, place.value)))
        .collect();
    for (at, text) in pairs {
        match settled(&names::in_text(registry, &text), at, text) {
            Named::None => {}
            named => return named,
        }
    }
    Named::None
}

/// « Inventaire ENT École primaire Entrains-la-Côte »: the only school of a commune, whose name says nothing more.
fn by_only_school(ctx: Context<'_>, layout: &Layout, document: &Document) -> Named {
    let Some(registry) = ctx.registry else { return Named::None };
    let titles = layout.loose.iter().take(12).map(|loose| (Some(loose.at.clone()), loose.value.as_str()));
    let subject = document.mail.as_ref().map(|mail| (None, mail.subject.as_str()));
    for (at, text) in titles.chain([(None, document.file_name())]).chain(subject) {
        match settled(&names::only_school_in(registry, text), at, text.to_owned()) {
            Named::None => {}
            named => return named,
        }
    }
    Named::None
}

fn settled(found: &[Arc<School>], at: Option<Spot>, read: String) -> Named {
    match found {
        [] => Named::None,
        [only] => Named::One(Arc::clone(only), at, read),
        several => Named::Several(several.iter().map(|school| school.uai).collect(), at, read),
    }
}

/// « École Jules Ferry – 0430476J – Yssandon »: where Yssandon is the circonscription of the school that the UAI tells, its
/// name isn't that of another school in the commune of Yssandon. A commune that a label tells is a commune.
fn by_circonscription(ctx: Context<'_>, layout: &Layout, uai: Uai, named: Named) -> Named {
    let Named::One(other, _, read) = &named else { return named };
    let own = ctx.registry.and_then(|registry| registry.school(&uai));
    let agrees = own.is_some_and(|own| {
        own.uai != other.uai
            && names::same_commune(&short_circonscription(&own.circonscription), &other.commune)
            && names::is_named_in(read, &own.name)
    });
    if agrees && labelled(layout, IdentityKey::Commune).is_none() { Named::None } else { named }
}

/// Two UAI, or a UAI and a name that fits another school alone.
fn disagreement(sources: &[Source], named: &Named) -> Option<Fact> {
    let first = &sources[0];
    let mut said: Vec<(String, Uai)> = vec![(first.by.label().to_owned(), first.uai)];
    for source in &sources[1..] {
        if said.iter().all(|(_, uai)| *uai != source.uai) {
            said.push((source.by.label().to_owned(), source.uai));
        }
    }
    if said.len() == 1
        && let Named::One(school, Some(_), _) = named
        && school.uai != first.uai
    {
        said.push((IdentifiedBy::NameAndCommune.label().to_owned(), school.uai));
    }
    (said.len() > 1).then_some(Fact::SourcesDisagree(said))
}

/// The académie written beside « Académie » isn't the one that the UAI tells.
fn check_academie(ctx: Context<'_>, layout: &Layout, academie: &str, seen: &mut Vec<Observed>) {
    let Some(written) = labelled(layout, IdentityKey::Academie) else { return };
    let folded = fold(&written.value);
    let bare = ["academie de la ", "academie de ", "academie d ", "rectorat de ", "academie "]
        .iter()
        .find_map(|start| folded.strip_prefix(start))
        .unwrap_or(&folded);
    if let Some(named) = ctx.academies.named(bare)
        && named.name != academie
    {
        see(seen, Fact::OtherAcademie(academie.to_owned()), Some(written.at.clone()), &written.value);
    }
}

/// The name and the commune written are neither the registry's: perhaps another school's key.
fn check_name(layout: &Layout, school: &School, seen: &mut Vec<Observed>) {
    let (Some(name), Some(commune)) =
        (labelled(layout, IdentityKey::School), labelled(layout, IdentityKey::Commune))
    else {
        return;
    };
    if !names::same_commune(&commune.value, &school.commune) && !names::same_name(&name.value, &school.name) {
        let known = format!("{} ({})", school.name, school.commune);
        see(seen, Fact::OtherSchoolName(known), Some(name.at.clone()), &name.value);
    }
}

/// A school as its own inventory describes it, where no registry does.
fn self_described(layout: &Layout, uai: Uai, departement: &str) -> School {
    let value = |key| labelled(layout, key).map_or("", |located| located.value.trim());
    School {
        uai,
        name: value(IdentityKey::School).into(),
        commune: value(IdentityKey::Commune).into(),
        departement: departement.into(),
        circonscription: short_circonscription(value(IdentityKey::Circonscription)).into(),
        sector: Sector::Unknown,
        email: "".into(),
    }
}
