//! The tags of a part, one after the other, for the few questions asked before calamine reads it: what it lists,
//! where its cells are, what it declares. It understands no entity and builds no tree.
//!
//! calamine doesn't say where a cell that it can't decode stands, wraps addresses beyond the grid and reserves
//! memory for what a part declares; these need the text itself. It is taken as bytes: calamine checks that it is
//! UTF-8.

use std::borrow::Cow;

/// A start tag, an empty tag or an end tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// Name without its namespace prefix.
    pub(super) name: &'a [u8],
    /// Whether it is an end tag.
    pub(super) closing: bool,
    /// The text from behind the name on: most tags are passed over, and nothing more of them is looked at.
    rest: &'a [u8],
}

/// The tags of a text; comments, CDATA sections and processing instructions are passed over.
pub(super) struct Tags<'a> {
    rest: &'a [u8],
}

impl<'a> Tags<'a> {
    /// The tags of a text.
    pub(super) fn of(text: &'a [u8]) -> Self {
        Self { rest: text }
    }

    /// What stands behind the last tag given: its attributes first, unless it was passed over to its end.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Passes over all that stands before the end tag of an element, that tag included. Start tags aren't looked at.
    pub(super) fn skip_to_end_of(&mut self, name: &str) -> Option<()> {
        loop {
            self.open()?;
            if self.rest.first() == Some(&b'/') {
                let length = position(self.rest, b'>')?;
                let prefix = self.rest.get(1..length)?.trim_ascii_end().strip_suffix(name.as_bytes());
                self.rest = self.rest.get(length..)?;
                if prefix.is_some_and(|prefix| prefix.is_empty() || prefix.ends_with(b":")) {
                    return Some(());
                }
            }
        }
    }

    /// Goes behind the `<` of the next tag. Nothing but a tag begins so, not even in an attribute; what only looks
    /// like a tag is passed over.
    fn open(&mut self) -> Option<()> {
        loop {
            let open = position(self.rest, b'<')?;
            self.rest = self.rest.get(open + 1..)?;
            match self.rest.first()? {
                b'!' if self.rest.starts_with(b"!--") => self.pass(3, b"-->")?,
                b'!' if self.rest.starts_with(b"![CDATA[") => self.pass(8, b"]]>")?,
                b'!' => self.pass(0, b">")?,
                b'?' => self.pass(0, b"?>")?,
                _ => return Some(()),
            }
        }
    }

    /// Passes over something that isn't a tag, up to its end mark.
    fn pass(&mut self, start: usize, end: &[u8]) -> Option<()> {
        let found = self.rest.get(start..)?.windows(end.len()).position(|window| window == end)?;
        self.rest = self.rest.get(start + found + end.len()..)?;
        Some(())
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        self.open()?;
        let closing = self.rest.first() == Some(&b'/');
        let written = self.rest.get(usize::from(closing)..)?;
        let (mut start, mut end) = (0, 0);
        for byte in written {
            match byte {
                b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n' => break,
                b':' => start = end + 1,
                _ => {}
            }
            end += 1;
        }
        self.rest = written.get(end..)?;
        Some(Tag { name: written.get(start..end)?, closing, rest: self.rest })
    }
}

/// First place of a byte. Tags follow each other closely: a plain loop beats a search made for long texts.
fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

impl<'a> Tag<'a> {
    /// Whether it opens an element of this name.
    pub(super) fn opens(&self, name: &str) -> bool {
        !self.closing && self.name == name.as_bytes()
    }

    /// The attribute of a name without its prefix, as written.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a [u8]> {
        self.attributes().find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| value)
    }

    /// The attribute of a name, and whether the tag is an empty one, `<c/>`: both in one pass.
    pub(super) fn attribute_and_emptiness(&self, name: &str) -> (Option<&'a [u8]>, bool) {
        let mut attributes = self.attributes();
        let mut found = None;
        for (key, value) in attributes.by_ref() {
            if key == name.as_bytes() {
                found = found.or(Some(value));
            }
        }
        (found, attributes.rest.first() == Some(&b'/'))
    }

    /// Whether it is an empty tag, `<c/>`.
    pub(super) fn is_empty(&self) -> bool {
        self.attribute_and_emptiness("").1
    }

    /// The text behind it, to the end.
    pub(super) fn behind(&self) -> &'a [u8] {
        let mut attributes = self.attributes();
        while attributes.next().is_some() {}
        let end = position(attributes.rest, b'>').map_or(attributes.rest.len(), |end| end + 1);
        attributes.rest.get(end..).unwrap_or_default()
    }

    /// Its attributes, prefixes left out, values as written.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.rest }
    }
}

/// The attributes of a tag, prefixes left out. At its end, the text begins where the tag does.
#[derive(Clone)]
pub(super) struct Attributes<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        self.rest = self.rest.trim_ascii_start();
        let (mut start, mut end) = (0, 0);
        for byte in self.rest {
            match byte {
                b'=' => break,
                b'>' | b'/' | b'<' => {
                    self.rest = self.rest.get(end..)?;
                    return None;
                }
                b':' => start = end + 1,
                _ => {}
            }
            end += 1;
        }
        let key = self.rest.get(start..end)?.trim_ascii_end();
        let (quote, value) = self.rest.get(end + 1..)?.trim_ascii_start().split_first()?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let length = position(value, *quote)?;
        self.rest = value.get(length + 1..)?;
        Some((key, value.get(..length)?))
    }
}

/// A text with its entities and character references resolved; an unknown one stays as written, bytes that are no
/// text show as `�`.
pub(super) fn unescaped(written: &[u8]) -> Cow<'_, str> {
    let written = String::from_utf8_lossy(written);
    if !written.contains('&') {
        return written;
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written.as_ref();
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
        let text =
            b"<?xml version=\"1.0\"?><!-- <no/> --><x:sheet name='A &gt; B' x:id = \"r>1\" ><t>1 = 2</t>\
                    <![CDATA[<no/>]]></x:sheet><end /><c a='1'/>";
        let tags: Vec<Tag> = Tags::of(text).collect();
        let names: Vec<&[u8]> = tags.iter().map(|tag| tag.name).collect();
        assert_eq!(names, [&b"sheet"[..], b"t", b"t", b"sheet", b"end", b"c"]);
        let attributes: Vec<_> = tags[0].attributes().collect();
        assert_eq!(attributes, [(&b"name"[..], &b"A &gt; B"[..]), (b"id", b"r>1")]);
        assert_eq!(tags[1].attribute("1"), None);
        assert_eq!(tags[5].attribute_and_emptiness("a"), (Some(&b"1"[..]), true));
        assert!(tags[3].closing && !tags[3].opens("sheet") && tags[0].opens("sheet"));
        let empty: Vec<bool> = tags.iter().map(Tag::is_empty).collect();
        assert_eq!(empty, [false, false, false, false, true, true]);
        assert!(tags[0].behind().starts_with(b"<t>1") && tags[1].behind().starts_with(b"1 = 2<"));
        assert_eq!(tags[5].behind(), b"");
    }

    #[test]
    fn the_end_of_an_element_is_found_under_any_prefix() {
        for text in [
            "<v>1</v></c>!",
            "<x:is><x:t>c</x:t></x:is></x:c >!",
            "<!-- </c> --><v>1</v><![CDATA[</c>]]></abc></c>!",
        ] {
            let mut tags = Tags::of(text.as_bytes());
            assert_eq!(tags.skip_to_end_of("c"), Some(()), "{text}");
            assert_eq!(tags.rest, b">!", "{text}");
        }
        assert_eq!(Tags::of(b"<c><v>1</v>").skip_to_end_of("c"), None);
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
            assert_eq!(unescaped(written.as_bytes()), text, "{written}");
        }
        assert_eq!(unescaped(b"\xFF&amp;"), "\u{fffd}&");
    }

    proptest! {
        #[test]
        fn any_text_gives_tags_that_advance(text in "[<>/!?='\": a-cé\\[\\]&;#-]*") {
            let mut left = text.len();
            for tag in Tags::of(text.as_bytes()) {
                prop_assert!(tag.rest.len() < left && tag.behind().len() <= tag.rest.len());
                left = tag.rest.len();
                prop_assert!(tag.attributes().count() <= left);
            }
            let _ = unescaped(text.as_bytes());
        }
    }
}
