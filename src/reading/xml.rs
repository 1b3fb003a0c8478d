//! The tags of a part, one after the other, for the few questions asked before calamine reads it: what it lists,
//! where its cells are, what it declares. It understands no entity and builds no tree.
//!
//! calamine doesn't say where a cell that it can't decode stands, wraps addresses beyond the grid and reserves
//! memory for what a part declares; these need the text itself.

use std::borrow::Cow;

/// A start tag, an empty tag or an end tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// Name without its namespace prefix.
    pub(super) name: &'a str,
    /// Whether it is an end tag.
    pub(super) closing: bool,
    /// Offset of its name, prefix not included.
    pub(super) at: usize,
    /// What follows the name, up to the next tag.
    rest: &'a str,
}

/// The tags of a text; comments, CDATA sections and processing instructions are passed over.
pub(super) struct Tags<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    /// The tags of a text.
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Passes over something that isn't a tag, up to its end mark.
    fn pass(&mut self, start: usize, end: &str) -> Option<()> {
        self.at = start + self.text.get(start..)?.find(end)? + end.len();
        Some(())
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let mut start = self.at + position(self.text.as_bytes().get(self.at..)?, b'<')? + 1;
            let tag = self.text.get(start..)?;
            match tag.as_bytes().first()? {
                b'!' if tag.starts_with("!--") => self.pass(start + 3, "-->")?,
                b'!' if tag.starts_with("![CDATA[") => self.pass(start + 8, "]]>")?,
                b'?' => self.pass(start, "?>")?,
                b'!' => self.pass(start, ">")?,
                first => {
                    let closing = *first == b'/';
                    start += usize::from(closing);
                    let bytes = self.text.as_bytes().get(start..)?;
                    let mut length = 0;
                    for byte in bytes {
                        match byte {
                            b':' => {
                                start += length + 1;
                                length = 0;
                            }
                            b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n' => break,
                            _ => length += 1,
                        }
                    }
                    let name = self.text.get(start..start + length)?;
                    self.at = start + length;
                    let rest = self.text.get(self.at..)?;
                    return Some(Tag { name, closing, at: start, rest });
                }
            }
        }
    }
}

/// First place of a byte. Tags follow each other closely: a plain loop beats a search made for long texts.
fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

impl<'a> Tag<'a> {
    /// Whether it opens an element of this name.
    pub(super) fn opens(&self, name: &str) -> bool {
        !self.closing && self.name == name
    }

    /// Its attributes, prefixes left out, values as written.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.rest }
    }

    /// The attribute of a name, as written.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether it is an empty tag, `<c/>`.
    pub(super) fn is_empty(&self) -> bool {
        let mut attributes = self.attributes();
        while attributes.next().is_some() {}
        attributes.rest.trim_start_matches(SPACES).starts_with('/')
    }

    /// The text right after it, up to the next tag, as written.
    pub(super) fn text(&self) -> Option<&'a str> {
        let mut attributes = self.attributes();
        while attributes.next().is_some() {}
        let (_, text) = attributes.rest.split_once('>')?;
        text.split('<').next()
    }
}

const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

/// The attributes of a tag.
pub(super) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let bytes = self.rest.as_bytes();
        let mut equals = 0;
        loop {
            match bytes.get(equals)? {
                b'=' => break,
                b'>' | b'<' => return None,
                _ => equals += 1,
            }
        }
        let key = self.rest.get(..equals)?.trim_matches(SPACES);
        let after = self.rest.get(equals + 1..)?.trim_start_matches(SPACES);
        let quote = *after.as_bytes().first()?;
        if quote != b'"' && quote != b'\'' {
            return None;
        }
        let value = after.get(1..)?;
        let length = position(value.as_bytes(), quote)?;
        self.rest = value.get(length + 1..)?;
        let key = key.rsplit_once(':').map_or(key, |(_, local)| local);
        Some((key, value.get(..length)?))
    }
}

/// An attribute's value with its entities and character references resolved; an unknown one stays as written.
pub(super) fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let resolved = after.split_once(';').and_then(|(name, next)| Some((entity(name)?, next)));
        if let Some((sign, next)) = resolved {
            text.push(sign);
            rest = next;
        } else {
            text.push('&');
            rest = after;
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The sign of one of XML's five entities, or of a character reference.
fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(code) => u32::from_str_radix(code, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_lose_their_prefix_and_keep_their_attributes() {
        let text = "<?xml version=\"1.0\"?><!-- <no/> --><x:sheet name='A &gt; B' x:id = \"r>1\" ><t>1 = 2</t>\
                    <![CDATA[<no/>]]></x:sheet><end/>";
        let tags: Vec<Tag> = Tags::of(text).collect();
        let names: Vec<&str> = tags.iter().map(|tag| tag.name).collect();
        assert_eq!(names, ["sheet", "t", "t", "sheet", "end"]);
        assert_eq!(tags[0].attributes().collect::<Vec<_>>(), [("name", "A &gt; B"), ("id", "r>1")]);
        assert_eq!(tags[1].attribute("1"), None);
        assert_eq!(tags[1].text(), Some("1 = 2"));
        assert!(tags[3].closing && tags[3].name == "sheet");
        assert!(tags[4].is_empty() && !tags[0].is_empty());
        assert_eq!(&text[tags[0].at..tags[0].at + 5], "sheet");
    }

    #[test]
    fn entities_are_resolved_and_unknown_ones_kept() {
        for (written, text) in [
            ("École", "École"),
            ("A &amp; B", "A & B"),
            ("d&apos;&#233;cole &#xE9;", "d'école é"),
            ("&amp;lt;", "&lt;"),
            ("&inconnu; & &#0xFFFFFF; &", "&inconnu; & &#0xFFFFFF; &"),
        ] {
            assert_eq!(unescaped(written), text, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_tags_that_advance(text in "[<>/!?='\": a-cé\\[\\]&;#-]*") {
            let mut last = 0;
            for tag in Tags::of(&text) {
                prop_assert!(tag.at > last || tag.at == 1);
                last = tag.at;
                let _ = (tag.attributes().count(), tag.is_empty(), tag.text());
            }
            let _ = unescaped(&text);
        }
    }
}
