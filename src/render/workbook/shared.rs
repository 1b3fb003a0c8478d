//! The texts of a workbook: those of the lines kept apart, added to the library's table.

use super::body::Body;
use super::safe;
use super::texts::Texts;
use super::xml::escape;

/// How many bytes of texts are handed over at once.
const ENOUGH: usize = 64 << 10;

/// The texts of some bodies, each once, in the order met, numbered after those that the library has.
pub(super) struct Shared {
    texts: Texts,
    /// How many cells hold one.
    told: u32,
    /// How many texts the library has.
    known: u32,
}

impl Shared {
    /// Begins after the texts of the library's table.
    pub(super) fn after(table: &str) -> Self {
        Self { texts: Texts::default(), told: 0, known: counted(table, "uniqueCount").unwrap_or_default() }
    }

    /// The number of each text of a body, by its rank there.
    pub(super) fn numbers(&mut self, body: &Body) -> Vec<u32> {
        self.told += body.told;
        body.texts.iter().map(|text| self.known + self.texts.rank(text)).collect()
    }

    /// Adds the texts to the workbook's table, as the library made it.
    pub(super) fn write<E>(&self, table: &str, mut out: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        const END: &str = "</sst>";
        let (before, after) = table.split_at(table.rfind(END).unwrap_or(table.len()));
        let known = counted(before, "count").unwrap_or_default();
        let counts = [("count", known + self.told), ("uniqueCount", self.known + self.texts.len() as u32)];
        let counted = counts.iter().fold(before.to_owned(), |text, (name, count)| {
            let Some((start, rest)) = text.split_once(&format!(" {name}=\"")) else { return text };
            let rest = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
            format!("{start} {name}=\"{count}{rest}")
        });
        out(counted.as_bytes())?;
        let mut some = Vec::with_capacity(2 * ENOUGH);
        for text in self.texts.iter() {
            let text = safe::text(text);
            let edge = [' ', '\t', '\n'];
            let keeps_blanks = text.starts_with(edge) || text.ends_with(edge);
            some.extend_from_slice(if keeps_blanks {
                b"<si><t xml:space=\"preserve\">".as_slice()
            } else {
                b"<si><t>"
            });
            escape(&text, &mut some);
            some.extend_from_slice(b"</t></si>");
            if some.len() > ENOUGH {
                out(&some)?;
                some.clear();
            }
        }
        out(&some)?;
        out(after.as_bytes())
    }
}

/// What a table of texts says of its counts: `count`, `uniqueCount`.
fn counted(table: &str, name: &str) -> Option<u32> {
    let (_, rest) = table.split_once(&format!(" {name}=\""))?;
    rest.split_once('"')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_added_once_to_the_library_s_table() {
        let bodies = ["mairie", "école & <collège>"].map(|own| {
            let mut body = Body::new(4, 0);
            for text in [own, " autre", own] {
                let rank = body.texts.rank(text);
                body.text(0, 0, rank);
            }
            body
        });
        let table = "<sst count=\"9\" uniqueCount=\"2\"><si><t>Rang</t></si><si><t>UAI</t></si></sst>";
        let mut shared = Shared::after(table);
        assert_eq!(bodies.each_ref().map(|body| shared.numbers(body)), [[2, 3], [4, 3]]);
        let mut all = Vec::new();
        shared
            .write(table, |some| {
                all.extend_from_slice(some);
                Ok::<_, ()>(())
            })
            .unwrap();
        assert_eq!(
            String::from_utf8(all).unwrap(),
            "<sst count=\"15\" uniqueCount=\"5\"><si><t>Rang</t></si><si><t>UAI</t></si><si><t>mairie</t></si>\
             <si><t xml:space=\"preserve\"> autre</t></si><si><t>école &amp; &lt;collège&gt;</t></si></sst>"
        );
    }
}
