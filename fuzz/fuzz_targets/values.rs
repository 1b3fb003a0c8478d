//! See `maillage_fuzz::values`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| maillage_fuzz::values(data));
