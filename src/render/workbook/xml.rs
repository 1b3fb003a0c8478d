//! What stands in the XML of a sheet, as bytes.

use crate::model::place::column_letters;

/// A text as XML holds it. « _x0041_ » would be read as « A »: its first sign is written so itself.
pub(super) fn escape(text: &str, out: &mut Vec<u8>) {
    let mut kept = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'_' if reads_as_code(&text.as_bytes()[at..]) => b"_x005F_",
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[kept..at]);
        out.extend_from_slice(escaped);
        kept = at + 1;
    }
    out.extend_from_slice(&text.as_bytes()[kept..]);
}

/// Whether a text begins with « _xHHHH_ », which Excel reads as the sign of that code.
fn reads_as_code(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', code @ .., ] if code.len() > 4
        && code[..4].iter().all(u8::is_ascii_hexdigit) && code[4] == b'_')
}

/// « AB12 », of a column from zero and of a row's number.
pub(super) fn address(column: u16, row: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(column_letters(column.into()).as_bytes());
    decimal(row, out);
}

/// A number; whole ones are most of them.
pub(super) fn figure(number: f64, out: &mut Vec<u8>) {
    let whole = number as u32;
    if f64::from(whole).to_bits() == number.to_bits() {
        return decimal(whole, out);
    }
    out.extend_from_slice(number.to_string().as_bytes());
}

/// A whole number.
pub(super) fn decimal(mut number: u32, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 10];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] += (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return out.extend_from_slice(&digits[first..]);
        }
    }
}

/// The column that an address begins with, counted from one; zero where it begins with none.
pub(super) fn column_number(address: &[u8]) -> u32 {
    let letters = address.iter().take_while(|byte| byte.is_ascii_uppercase());
    letters.fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut escaped = Vec::new();
        escape(text, &mut escaped);
        String::from_utf8(escaped).unwrap()
    }

    #[test]
    fn what_reads_as_a_code_of_excel_stays_a_text() {
        assert_eq!(escaped("_x0041_ & _x00"), "_x005F_x0041_ &amp; _x00");
        assert_eq!(escaped("__xABCD_é_x00g1_"), "__x005F_xABCD_é_x00g1_");
        assert_eq!(escaped("« Lu » <b>"), "« Lu » &lt;b&gt;");
    }

    #[test]
    fn figures_are_written_as_they_are() {
        let shown = |number: f64| {
            let mut shown = Vec::new();
            figure(number, &mut shown);
            String::from_utf8(shown).unwrap()
        };
        let told = [0.0, 7.0, 4_294_967_296.0, -3.0, 0.25, 45_987.5].map(shown);
        assert_eq!(told, ["0", "7", "4294967296", "-3", "0.25", "45987.5"]);
    }
}
