//! The columns that name those who answer, where no title of the dictionary tells them: by their titles' words, by what
//! stands under them.

use super::alike::{has_year, last_year};
use super::columns::{Column, Meaning, Reading};
use super::marks::{is_mark, is_unmarked, is_yes_or_no};
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::record::Field;

/// The fewest columns titled after levels that make a table of named actors.
const FEWEST_LEVELS: usize = 3;
/// The fewest lines that two such columns share out, hardly one of them answered on both sides.
const FEWEST_OF_TWO: usize = 6;

impl Reading<'_, '_> {
    /// « Type d'entité » beside « Nom de l'entité »: the name answers. « Titulaire » beside « Suppléant »: the first does.
    /// Told as a reading by likeness.
    pub(super) fn find_names<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        let answering =
            columns.iter().position(|column| matches!(column.meaning, Meaning::Field(Field::Responsible)));
        let worded =
            |column: &Column| values(column.index).filter(|value| super::gist::is_worded(value)).count() > 1;
        let named = match answering {
            Some(rank)
                if super::gist::asks_kind(&columns[rank].title)
                    || super::answering::holds_kinds(values(columns[rank].index)) =>
            {
                columns.iter().position(|column| {
                    matches!(column.meaning, Meaning::Field(Field::Other | Field::Person | Field::Provider))
                        && super::gist::asks_name_of_body(&column.title)
                        && worded(column)
                })
            }
            // « Titulaire » beside « Suppléant », or where nothing else tells who.
            None if columns.iter().any(|column| super::gist::is_second(&column.title))
                || !columns.iter().any(|column| {
                    matches!(
                        column.meaning,
                        Meaning::Field(Field::Performers) | Meaning::Actor | Meaning::NamedActor
                    ) || matches!(column.meaning, Meaning::Tick(_)) && worded(column)
                        || super::gist::of_title(&column.title) == Some(Field::Responsible)
                }) =>
            {
                columns.iter().position(|column| {
                    matches!(column.meaning, Meaning::Field(Field::Provider))
                        && words_start(&column.title, "titulaire")
                        && worded(column)
                })
            }
            _ => None,
        };
        let Some(named) = named else { return };
        if let Some(kind) = answering {
            columns[kind].meaning = Meaning::Field(Field::Other);
        }
        columns[named].meaning = Meaning::Field(Field::Responsible);
        self.by_likeness(&columns[named], Field::Responsible, facts);
    }

    /// « Assurée par la commune ? » over yes and no, beside « Si non, par qui ? »: who, where it isn't the commune.
    fn settle_whether<'a, V>(&self, columns: &mut [Column], values: &impl Fn(u32) -> V) -> bool
    where
        V: Iterator<Item = &'a CellValue>,
    {
        let otherwise = columns.iter().position(|column| {
            let words = crate::text::words(&column.title);
            matches!(&words[..], [first, ..] if first == "sinon")
                || matches!(&words[..], [first, second, ..] if first == "si" && second == "non")
        });
        let whether = columns.iter().position(|column| {
            self.recogniser.bodies.named(&CellValue::Text(column.title.to_string()))
                && values(column.index).next().is_some()
                && values(column.index).all(|value| is_yes_or_no(value) || is_unmarked(value))
        });
        if let (Some(whether), Some(otherwise)) = (whether, otherwise)
            && whether != otherwise
        {
            columns[whether].meaning = Meaning::Field(Field::Other);
            columns[otherwise].meaning = Meaning::Field(Field::Responsible);
            return true;
        }
        false
    }

    /// The column that tells the responsible, where no title of the dictionary does: by the words of a title, else by
    /// what stands under it, if one column alone names entities. Told as a reading by likeness.
    pub(super) fn find_responsible<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        if self.settle_whether(columns, values) {
            return;
        }
        // A title that asks who answers, over names of bodies, outweighs marks beside it.
        let asked = |column: &Column| {
            matches!(column.meaning, Meaning::Field(Field::Other))
                && super::gist::of_title(&column.title) == Some(Field::Responsible)
                && values(column.index).filter(|value| self.names_body(value)).count() > 1
        };
        let marks_settle = !columns.iter().any(asked);
        let settled = columns.iter().any(|column| match column.meaning {
            Meaning::Field(Field::Responsible) | Meaning::NamedActor => true,
            Meaning::Actor => marks_settle,
            Meaning::Tick(_) => values(column.index).any(super::gist::is_worded),
            Meaning::Field(_) => false,
        });
        if settled {
            return;
        }
        let performers =
            columns.iter().any(|column| matches!(column.meaning, Meaning::Field(Field::Performers)));
        // « Référent », « Partenaire » over bodies rather than persons, where no other column could tell.
        let other = |column: &Column| match column.meaning {
            Meaning::Field(Field::Other) => true,
            Meaning::Field(Field::Person) => !performers,
            _ => false,
        };
        let mut found: Vec<usize> = (0..columns.len())
            .filter(|index| {
                other(&columns[*index])
                    && super::gist::of_title(&columns[*index].title) == Some(Field::Responsible)
            })
            .collect();
        // « Assurée aujourd'hui ? » over yes and no, beside « Si oui, par qui ? »: whether, and not who.
        if found.len() > 1 {
            let says_whether = |index: &usize| {
                // « oui », « non », « ne sait pas »: nobody is named there.
                let index = columns[*index].index;
                let (whether, all) = values(index).fold((0usize, 0usize), |(whether, all), value| {
                    (whether + usize::from(is_yes_or_no(value) || is_unmarked(value)), all + 1)
                });
                whether == all || whether * 4 >= all && !values(index).any(|value| self.names_body(value))
            };
            let naming = found.iter().any(|index| !says_whether(index));
            found.retain(|index| !naming || !says_whether(index));
        }
        // « Type d'acteur » beside « Nom de la structure responsable »: the name answers.
        if found.len() > 1 && found.iter().any(|index| super::gist::asks_name_of_body(&columns[*index].title))
        {
            found.retain(|index| !super::gist::asks_kind(&columns[*index].title));
        }
        if found.is_empty() {
            let post =
                |column: &Column| matches!(column.meaning, Meaning::Field(Field::Fonction)) && !performers;
            let alone = columns.iter().filter(|column| other(column) || post(column)).count() == 1
                && !columns.iter().any(|column| matches!(column.meaning, Meaning::Actor));
            found = (0..columns.len())
                .filter(|index| {
                    let column = &columns[*index];
                    let (mut naming, mut all) = (0usize, 0usize);
                    for value in values(column.index) {
                        all += 1;
                        naming += usize::from(self.names_body(value));
                    }
                    // Where no other column could tell, the names of companies beside those of bodies need none.
                    let enough = naming * 2 >= all || alone && naming > 2 && naming * 4 >= all;
                    // « Nom | Qualité » alone: posts that tell the bodies.
                    (other(column) || post(column))
                        && !super::gist::is_second(&column.title)
                        && naming > 1
                        && enough
                })
                .collect();
            if found.len() > 1 {
                found.retain(|index| !super::gist::is_past(&columns[*index].title));
            }
            // « 2025/2026 » beside « 2026/2027 »: the last year's.
            if found.len() > 1 && found.iter().all(|index| has_year(&columns[*index].title)) {
                let last = found.iter().map(|index| last_year(&columns[*index].title)).max().flatten();
                found.retain(|index| last_year(&columns[*index].title) == last);
            }
            // « Type d'acteur » beside « Nom de la structure ».
            if found.len() > 1 {
                found.retain(|index| !super::gist::asks_kind(&columns[*index].title));
            }
            // « Fonction » over posts, beside « Employeur » over bodies.
            if found.len() > 1 {
                found.retain(|index| !super::gist::asks_post(&columns[*index].title));
            }
            if found.len() > 1 {
                return;
            }
        }
        for index in found {
            columns[index].meaning = Meaning::Field(Field::Responsible);
            self.by_likeness(&columns[index], Field::Responsible, facts);
        }
    }

    /// Columns of actors whose cells name them: several columns titled after actors or levels, one of which alone is
    /// filled on most lines; or, beside actors that are ticked, the column of the others. Told as a reading by likeness.
    pub(super) fn find_named_actors<'a, V>(
        &self,
        columns: &mut [Column],
        body: &[u32],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        let ticked = columns.iter().filter(|column| matches!(column.meaning, Meaning::Actor)).count();
        let settles = |column: &Column| match column.meaning {
            Meaning::Field(Field::Responsible) => true,
            // Modes that are ticked say nothing of who, where actors are ticked as well.
            Meaning::Tick(_) => ticked < 2,
            _ => false,
        };
        if columns.iter().any(settles) {
            return;
        }
        let worded = |column: &Column| values(column.index).any(super::gist::is_worded);
        // « x » and « DANE » under « Rectorat »: the cell names the actor better than its title.
        let mostly_marks = |column: &Column| {
            let marks = values(column.index).filter(|value| is_mark(value)).count();
            marks > 0 && marks * 2 >= values(column.index).count()
        };
        if ticked > 1 {
            // « Prestataire (nom) » over names, where nobody else is ticked.
            let marked: Vec<u32> = columns
                .iter()
                .filter(|column| matches!(column.meaning, Meaning::Actor))
                .map(|column| column.index)
                .collect();
            let instead = |column: &Column| {
                let lines = || body.iter().filter(|row| self.view.cell(**row, column.index).is_some());
                let alone = lines().filter(|row| {
                    !marked.iter().any(|index| {
                        self.view.cell(**row, *index).is_some_and(|cell| !is_unmarked(cell.value))
                    })
                });
                let alone = alone.count();
                alone > 1 && alone * 3 >= lines().count() * 2
            };
            for column in columns.iter_mut() {
                let free =
                    matches!(column.meaning, Meaning::Field(Field::Other | Field::Person | Field::Provider));
                let provider = matches!(column.meaning, Meaning::Field(Field::Provider));
                if free
                    && (super::gist::is_other_actor(&column.title)
                        || mostly_marks(column)
                        || (provider || self.recogniser.is_body(&column.title)) && instead(column))
                    && worded(column)
                {
                    column.meaning = Meaning::NamedActor;
                }
            }
            return;
        }
        let named: Vec<usize> = (0..columns.len())
            .filter(|rank| {
                let column = &columns[*rank];
                let free = matches!(
                    column.meaning,
                    Meaning::Field(Field::Other | Field::Provider | Field::Level | Field::Family)
                );
                let body = || self.recogniser.is_body(&column.title);
                free && (super::gist::names_level(&column.title) || body()) && worded(column)
            })
            .collect();
        // « État » beside « Société »: two will do, where one side is outside and the other isn't.
        let sides = || {
            let outside = |rank: &&usize| super::gist::tells_outside(&columns[**rank].title);
            named.len() == 2 && named.iter().filter(outside).count() == 1
        };
        let two = named.len() < FEWEST_LEVELS;
        if two && !sides() {
            return;
        }
        let filled = |row: &u32| {
            named.iter().filter(|rank| self.view.cell(*row, columns[**rank].index).is_some()).count()
        };
        let (one, some) = body.iter().map(filled).fold((0, 0), |(one, some), filled| {
            (one + usize::from(filled == 1), some + usize::from(filled > 0))
        });
        if some == 0 || one * 3 < some * 2 || two && (one * 10 < some * 9 || some < FEWEST_OF_TWO) {
            return;
        }
        // « Scolibris » over crosses and « hotline », beside « Mairie » and « Rectorat » over persons.
        let marked = (0..columns.len()).filter(|rank| {
            let column = &columns[*rank];
            let free = matches!(column.meaning, Meaning::Field(Field::Other | Field::Provider));
            free && !named.contains(rank) && mostly_marks(column)
        });
        for rank in marked.chain(named.iter().copied()).collect::<Vec<_>>() {
            columns[rank].meaning = Meaning::NamedActor;
            self.by_likeness(&columns[rank], Field::Responsible, facts);
        }
    }
}

/// Whether the first word of a title is this one.
fn words_start(title: &str, word: &str) -> bool {
    crate::text::words(title).first().is_some_and(|first| first == word)
}
