//! Files and folders of the sources, sorted, each one a document whatever it is.
