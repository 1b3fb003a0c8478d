//! The manifest and the icon of the Windows executable. Nothing for other systems.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=windows");
    // The target, not the machine that builds: an executable made under Linux has them too.
    if env::var_os("CARGO_CFG_WINDOWS").is_none() {
        return;
    }
    let mut resources = winresource::WindowsResource::new();
    resources
        .set_manifest_file("windows/maillage.manifest")
        .set_icon("windows/maillage.ico")
        // French of France, encoded in UTF-16.
        .set_language(0x040c)
        .set("ProductName", "Maillage")
        .set("FileDescription", "Maillage : inventaires de compétences ENT")
        .set("LegalCopyright", "Licence MIT");
    if let Err(error) = resources.compile() {
        println!("cargo::error=the resources of Windows can't be compiled (rc.exe or windres): {error}");
    }
}
