//! The assignments of an inventory put away: what was read of 60,000 documents waits in memory until the turn of its
//! académie, and takes far less room as one run of bytes.
//!
//! The bytes never leave the run: their layout is nobody's contract.

use std::sync::Arc;

use super::calendar::Date;
use super::given::Given;
use super::inventory::{Answer, Assignment, DetailCells, Details, Mention};
use super::place::{CellRef, Located, Near, Spot};
use super::referential::{CompetenceId, EntityTypeId, Mode};

/// Assignments put away, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Sheets that they stand in.
    sheets: Box<[Arc<str>]>,
    number: u32,
    bytes: Box<[u8]>,
}

impl Packed {
    /// Puts assignments away.
    pub fn of(assignments: &[Assignment]) -> Self {
        let mut writer = Writer::default();
        for assignment in assignments {
            writer.assignment(assignment);
        }
        Self { sheets: writer.sheets.into(), number: assignments.len() as u32, bytes: writer.bytes.into() }
    }

    /// How many assignments.
    pub fn number(&self) -> usize {
        self.number as usize
    }

    /// How many bytes they take.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Takes them out again, as they were.
    pub fn assignments(&self) -> Vec<Assignment> {
        let mut reader = Reader { sheets: &self.sheets, bytes: &self.bytes };
        let mut assignments = Vec::with_capacity(self.number());
        assignments.extend((0..self.number).map_while(|_| reader.assignment().ok()));
        assignments
    }
}

/// Writes numbers of 7 bits a byte, and texts after their length.
#[derive(Default)]
struct Writer {
    sheets: Vec<Arc<str>>,
    bytes: Vec<u8>,
}

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Zero for none, else the number after it.
    fn optional(&mut self, number: Option<u64>) {
        self.number(number.map_or(0, |number| number.saturating_add(1)));
    }

    fn spot(&mut self, spot: &Spot) {
        let known = self.sheets.iter().position(|sheet| *sheet == spot.sheet);
        let sheet = known.unwrap_or_else(|| {
            self.sheets.push(Arc::clone(&spot.sheet));
            self.sheets.len() - 1
        });
        self.number(sheet as u64);
        self.number(spot.cell.row.into());
        self.number(spot.cell.column.into());
    }

    fn mentions(&mut self, mentions: &[Mention]) {
        self.number(mentions.len() as u64);
        for mention in mentions {
            self.text(&mention.written);
            self.optional(mention.kind.map(|kind| kind.0.into()));
            self.text(&mention.core);
        }
    }

    fn assignment(&mut self, assignment: &Assignment) {
        let Assignment { competence, label, at, written, answer, performers, mode, details } = assignment;
        self.optional(competence.map(|id| id.0.into()));
        self.text(&label.value);
        self.spot(&label.at);
        self.spot(at);
        self.text(written);
        match answer {
            Answer::Blank => self.number(0),
            Answer::Entities(mentions) => {
                self.number(1);
                self.mentions(mentions);
            }
            Answer::Nobody => self.number(2),
            Answer::ToDefine => self.number(3),
            Answer::NotApplicable(None) => self.number(4),
            Answer::NotApplicable(Some(reason)) => {
                self.number(5);
                self.text(reason);
            }
            Answer::Unreadable => self.number(6),
        }
        self.mentions(performers);
        self.optional(
            mode.and_then(|mode| Mode::ALL.iter().position(|one| *one == mode)).map(|rank| rank as u64),
        );
        self.details(details);
    }

    fn details(&mut self, details: &Details) {
        let Details {
            person,
            fonction,
            email,
            phone,
            provider,
            service,
            service_level,
            kept,
            level,
            local_person,
            documentation,
            fte,
            cost,
            start,
            end,
            comment,
            others,
            given,
            cells,
        } = details;
        let texts = [
            person,
            fonction,
            email,
            phone,
            provider,
            service,
            service_level,
            level,
            local_person,
            documentation,
            comment,
        ];
        let filled = texts.iter().rev().fold(0, |filled, text| filled << 1 | u64::from(!text.is_empty()));
        self.number(filled);
        texts.into_iter().filter(|text| !text.is_empty()).for_each(|text| self.text(text));
        self.optional(kept.map(u64::from));
        for number in [fte, cost] {
            self.number(u64::from(number.is_some()));
            self.bytes.extend(number.iter().flat_map(|number| number.to_le_bytes()));
        }
        for day in [start, end] {
            self.number(u64::from(day.is_some()));
            if let Some(day) = day {
                self.bytes.extend(day.year().to_le_bytes());
                self.bytes.extend([day.month(), day.day()].map(i8::cast_unsigned));
            }
        }
        self.number(others.len() as u64);
        for (title, value) in others {
            self.text(title);
            self.text(value);
        }
        self.number(given.bits().into());
        let DetailCells { kept, level, documentation, fte, cost, end } = cells;
        for near in [kept, level, documentation, fte, cost, end] {
            self.number(near.map_or(0, Near::bits).into());
        }
    }
}

/// Past the end of the bytes, or bytes that nobody wrote.
struct End;

/// Reads what [`Writer`] wrote.
struct Reader<'a> {
    sheets: &'a [Arc<str>],
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], End> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(End)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], End> {
        self.take(N)?.try_into().map_err(|_| End)
    }

    fn number(&mut self) -> Result<u64, End> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.bytes.split_first().ok_or(End)?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(End)
    }

    fn text(&mut self) -> Result<String, End> {
        let length = usize::try_from(self.number()?).map_err(|_| End)?;
        std::str::from_utf8(self.take(length)?).map(str::to_owned).map_err(|_| End)
    }

    fn optional(&mut self) -> Result<Option<u64>, End> {
        Ok(self.number()?.checked_sub(1))
    }

    fn spot(&mut self) -> Result<Spot, End> {
        let sheet = self.sheets.get(usize::try_from(self.number()?).map_err(|_| End)?).ok_or(End)?;
        let row = self.number()? as u32;
        Ok(Spot::new(sheet, CellRef::new(row, self.number()? as u32)))
    }

    fn mentions(&mut self) -> Result<Vec<Mention>, End> {
        let mention = |reader: &mut Self| {
            let written = reader.text()?;
            let kind = reader.optional()?.map(|kind| EntityTypeId(kind as u16));
            Ok(Mention { written, kind, core: reader.text()? })
        };
        (0..self.number()?).map(|_| mention(self)).collect()
    }

    fn assignment(&mut self) -> Result<Assignment, End> {
        let competence = self.optional()?.map(|id| CompetenceId(id as u16));
        let label = Located { value: self.text()?, at: self.spot()? };
        let at = self.spot()?;
        let written = self.text()?;
        let answer = match self.number()? {
            0 => Answer::Blank,
            1 => Answer::Entities(self.mentions()?),
            2 => Answer::Nobody,
            3 => Answer::ToDefine,
            4 => Answer::NotApplicable(None),
            5 => Answer::NotApplicable(Some(self.text()?)),
            _ => Answer::Unreadable,
        };
        let performers = self.mentions()?;
        let mode = self.optional()?.and_then(|rank| Mode::ALL.get(rank as usize).copied());
        let details = self.details()?;
        Ok(Assignment { competence, label, at, written, answer, performers, mode, details })
    }

    fn details(&mut self) -> Result<Details, End> {
        let mut filled = self.number()?;
        let mut text = || {
            let is_filled = filled & 1 == 1;
            filled >>= 1;
            if is_filled { self.text() } else { Ok(String::new()) }
        };
        let [person, fonction, email, phone] = [text()?, text()?, text()?, text()?];
        let [provider, service, service_level] = [text()?, text()?, text()?];
        let [level, local_person, documentation, comment] = [text()?, text()?, text()?, text()?];
        let kept = self.optional()?.map(|kept| kept == 1);
        let [fte, cost] = [self.quantity()?, self.quantity()?];
        let [start, end] = [self.day()?, self.day()?];
        let others: Result<Vec<_>, End> =
            (0..self.number()?).map(|_| Ok((self.text()?, self.text()?))).collect();
        let given = Given::of_bits(self.number()? as u8);
        let mut near = || Ok(Near::of_bits(self.number()? as u32));
        let cells = DetailCells {
            kept: near()?,
            level: near()?,
            documentation: near()?,
            fte: near()?,
            cost: near()?,
            end: near()?,
        };
        Ok(Details {
            person,
            fonction,
            email,
            phone,
            provider,
            service,
            service_level,
            kept,
            level,
            local_person,
            documentation,
            fte,
            cost,
            start,
            end,
            comment,
            others: others?,
            given,
            cells,
        })
    }

    fn quantity(&mut self) -> Result<Option<f64>, End> {
        if self.number()? == 0 { Ok(None) } else { Ok(Some(f64::from_le_bytes(self.array()?))) }
    }

    fn day(&mut self) -> Result<Option<Date>, End> {
        if self.number()? == 0 {
            return Ok(None);
        }
        let [low, high, month, day] = self.array()?;
        let year = i16::from_le_bytes([low, high]);
        Date::new(year, month.cast_signed(), day.cast_signed()).map(Some).map_err(|_| End)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::given::Aspect;

    fn spot(sheet: &str, row: u32, column: u32) -> Spot {
        Spot { sheet: sheet.into(), cell: CellRef::new(row, column) }
    }

    fn mention(written: &str, kind: Option<u16>) -> Mention {
        Mention { written: written.into(), kind: kind.map(EntityTypeId), core: written.to_lowercase() }
    }

    /// Every column filled, every kind of answer, texts and numbers at their limits.
    fn all() -> Vec<Assignment> {
        let cell = CellRef::new(9, 3);
        let details = Details {
            person: "Mme Durand".into(),
            fonction: "ERUN".into(),
            email: "a@b.fr".into(),
            phone: "01".into(),
            provider: "Scolavia".into(),
            service: "hébergement".into(),
            service_level: "J+1".into(),
            kept: Some(false),
            level: "école".into(),
            local_person: "M. Petit".into(),
            documentation: "oui".into(),
            fte: Some(0.1),
            cost: Some(-1.0e9),
            start: Some(Date::constant(2026, 9, 1)),
            end: Some(Date::constant(-1, 12, 31)),
            comment: "…".repeat(300),
            others: vec![("Remarque".into(), String::new()), (String::new(), "« œ »".into())],
            given: [Aspect::Service, Aspect::Cost].into_iter().collect(),
            cells: DetailCells {
                kept: Near::of(CellRef::new(9, 8), cell),
                end: Near::of(CellRef::new(0, 0), cell),
                ..DetailCells::default()
            },
        };
        let blank = Assignment {
            competence: None,
            label: Located { value: String::new(), at: spot("Inventaire", 0, 0) },
            at: spot("Inventaire", 0, 1),
            written: String::new(),
            answer: Answer::Blank,
            performers: Vec::new(),
            mode: None,
            details: Details::default(),
        };
        let answers = [
            Answer::Entities(vec![mention("Mairie", Some(0)), mention("Scolavia", None)]),
            Answer::Entities(Vec::new()),
            Answer::Nobody,
            Answer::ToDefine,
            Answer::NotApplicable(None),
            Answer::NotApplicable(Some("école fermée".into())),
            Answer::Unreadable,
        ];
        let answered = (0u16..).zip(answers).map(|(rank, answer)| Assignment {
            competence: Some(CompetenceId(rank * 1_000)),
            label: Located { value: format!("Compétence {rank}"), at: spot("Autre", 1_048_575, 16_383) },
            at: spot("Inventaire", rank.into(), 1),
            written: "Mairie ; Scolavia".into(),
            answer,
            performers: vec![mention("Hexanum", Some(u16::MAX - 1))],
            mode: Mode::ALL.get(usize::from(rank)).copied(),
            details: details.clone(),
        });
        std::iter::once(blank).chain(answered).collect()
    }

    #[test]
    fn what_is_put_away_comes_out_as_it_was() {
        let all = all();
        let packed = Packed::of(&all);
        assert_eq!(packed.number(), all.len());
        assert_eq!(packed.assignments(), all);
        assert_eq!(Packed::default().assignments(), []);
    }

    #[test]
    fn what_is_put_away_takes_little_more_than_its_texts() {
        let line = &all()[1..2];
        let texts = 13 + 17 + 2 * (6 + 8) + 2 * 7 + 66 + 900 + 17;
        let size = Packed::of(line).size();
        assert!(size < texts + 100, "{size} for {texts}");
    }

    #[test]
    fn bytes_cut_short_give_what_stands_before_the_cut() {
        let all = all();
        let whole = Packed::of(&all);
        for length in 0..whole.size() {
            let cut = Packed { bytes: whole.bytes[..length].into(), ..whole.clone() };
            let read = cut.assignments();
            assert_eq!(read, all[..read.len()], "{length}");
        }
    }
}
