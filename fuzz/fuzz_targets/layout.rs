//! See `maillage_fuzz::layout`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| maillage_fuzz::layout(data));
