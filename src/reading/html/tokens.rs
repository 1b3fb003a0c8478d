//! The tags and the texts of a page, one after the other. Any text gives some; each is looked at once.

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// What is written between two tags, as written.
    Text(&'t str),
    /// A start tag.
    Open(Tag<'t>),
    /// An end tag: its name, as written.
    Close(&'t str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    name: &'t str,
    /// Between the name and the end of the tag.
    attributes: &'t str,
    /// Whether it is written as an empty one: `<br/>`.
    pub(super) is_empty: bool,
}

/// Elements whose content is no text of the page.
const SKIPPED: [&str; 6] = ["script", "style", "title", "xml", "noscript", "template"];

/// The pieces of a page; comments, declarations and scripts are passed over.
pub(super) struct Tokens<'t> {
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { rest: text }
    }

    /// Goes behind a sign; to the end where there is none.
    fn pass(&mut self, from: usize, sign: &str) {
        let behind = self.rest.get(from..).and_then(|rest| rest.split_once(sign));
        self.rest = behind.map_or("", |(_, behind)| behind);
    }

    /// Passes over the content of an element, its end tag included.
    fn skip(&mut self, name: &str) {
        while let Some((_, behind)) = self.rest.split_once("</") {
            self.rest = behind;
            if starts_with(behind, name) {
                return self.pass(0, ">");
            }
        }
        self.rest = "";
    }

    /// The tag whose name comes next, and whether it is an end tag.
    fn tag(&mut self, closing: bool) -> Token<'t> {
        let end = self.rest.find(|sign: char| sign.is_ascii_whitespace() || matches!(sign, '/' | '>'));
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let length = tag_length(rest);
        let (attributes, behind) = rest.split_at(length);
        self.rest = behind.strip_prefix('>').unwrap_or_default();
        if closing {
            return Token::Close(name);
        }
        let tag = Tag { name, attributes, is_empty: attributes.ends_with('/') };
        if !tag.is_empty && SKIPPED.iter().any(|skipped| name.eq_ignore_ascii_case(skipped)) {
            self.skip(name);
        }
        Token::Open(tag)
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(behind) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Text(text));
            };
            let is_name = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
            let mut signs = behind.chars();
            match signs.next() {
                Some('!') if behind.starts_with("!--") => self.pass("<!".len(), "-->"),
                Some('!' | '?') => self.pass(0, ">"),
                Some('/') if is_name(signs.next()) => {
                    self.rest = &behind[1..];
                    return Some(self.tag(true));
                }
                first if is_name(first) => {
                    self.rest = behind;
                    return Some(self.tag(false));
                }
                _ => {
                    let (sign, rest) = self.rest.split_at(1);
                    self.rest = rest;
                    return Some(Token::Text(sign));
                }
            }
        }
    }
}

/// Whether a text begins with a name, in capitals or not.
fn starts_with(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

/// Where a tag ends: the place of its `>` outside quotes, or the end of the text.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    let mut last = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            None if byte == b'>' => return at,
            // Elsewhere a quote is a sign like another.
            None if matches!(byte, b'"' | b'\'') && last == b'=' => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    text.len()
}

impl<'t> Tag<'t> {
    /// Its name in small letters.
    pub(super) fn lower(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    /// What an attribute says, as written; the first of that name counts.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut attributes = Attributes { rest: self.attributes };
        attributes.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether it bears an attribute.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    /// The whole number that an attribute says, if it says one.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let value = self.attribute(name)?.trim();
        let end = value.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(value.len());
        let digits = value.get(..end).filter(|digits| !digits.is_empty())?;
        Some(digits.parse().unwrap_or(u32::MAX))
    }
}

struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<(&'t str, &'t str)> {
        let blank = |sign: char| sign.is_ascii_whitespace() || sign == '/';
        let rest = self.rest.trim_start_matches(blank);
        if rest.is_empty() {
            return None;
        }
        // A sign of equality that begins a name belongs to it.
        let end = rest.char_indices().skip(1).find(|(_, sign)| blank(*sign) || *sign == '=');
        let (name, rest) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            self.rest = rest;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quoted =
            ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote).map(|value| (quote, value)));
        let (value, rest) = match quoted {
            Some((quote, value)) => value.split_once(quote).unwrap_or((value, "")),
            None => {
                value.split_at(value.find(|sign: char| sign.is_ascii_whitespace()).unwrap_or(value.len()))
            }
        };
        self.rest = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let shown = |token| match token {
            Token::Text(text) => format!("\"{text}\""),
            Token::Open(tag) => format!("<{}{}", tag.lower(), if tag.is_empty { "/" } else { "" }),
            Token::Close(name) => format!("</{name}"),
        };
        Tokens::of(text).map(shown).collect()
    }

    #[test]
    fn tags_and_texts_follow_each_other() {
        assert_eq!(
            shown("<!DOCTYPE html><!-- <td>no --><TD a='>' b=\"x>y\">1 < 2</Td ><br/><![if a]>é<?x?>"),
            ["<td", "\"1 \"", "\"<\"", "\" 2\"", "</Td", "<br/", "\"é\""]
        );
        assert_eq!(shown("<!-->a<!---->b"), ["\"a\"", "\"b\""]);
        assert_eq!(
            shown("<script>if (a<b) '</td>'</Script >x<style/>y"),
            ["<script", "\"x\"", "<style/", "\"y\""]
        );
        assert_eq!(shown("a<!-- no end <td>"), ["\"a\""]);
        assert_eq!(shown("<td title=l'école>a"), ["<td", "\"a\""]);
        assert_eq!(shown("<td style=\"a>b"), ["<td"]);
    }

    #[test]
    fn attributes_are_read_in_all_the_ways_they_are_written() {
        let text = "<td COLSPAN=2 rowspan = ' 3x' class=a/b selected style=\"x: 'y'\" colspan=9 =z/>";
        let Some(Token::Open(tag)) = Tokens::of(text).next() else { panic!("{text}") };
        assert_eq!((tag.number("colspan"), tag.number("rowspan")), (Some(2), Some(3)));
        assert_eq!(tag.attribute("class"), Some("a/b"));
        assert_eq!(tag.attribute("style"), Some("x: 'y'"));
        assert!(tag.has("selected") && !tag.has("checked"));
        assert_eq!((tag.number("class"), tag.number("checked")), (None, None));
    }
}
