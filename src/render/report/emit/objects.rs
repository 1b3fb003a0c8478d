//! The objects of a file: those that nothing leads to go, the others are numbered without gaps.
//!
//! The library does the same, and looks each reference up in a list of all those met: a third of what a report cost.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object, ObjectId};

/// Drops what the trailer doesn't lead to, and numbers the rest in the order in which it was made.
pub(super) fn keep_reached(document: &mut Document) {
    let numbers: BTreeMap<ObjectId, ObjectId> =
        reached(document).into_iter().zip(1..).map(|(id, number)| (id, (number, 0))).collect();
    let mut renumber = |reference: &mut Object| {
        let known = reference.as_reference().ok().and_then(|id| numbers.get(&id));
        // What is referred to and isn't there is null, as readers take it.
        *reference = known.map_or(Object::Null, |id| Object::Reference(*id));
    };
    for (_, object) in &mut document.trailer {
        each_reference(object, &mut renumber);
    }
    let mut kept = BTreeMap::new();
    for (id, mut object) in std::mem::take(&mut document.objects) {
        if let Some(number) = numbers.get(&id) {
            each_reference(&mut object, &mut renumber);
            kept.insert(*number, object);
        }
    }
    document.objects = kept;
    document.max_id = numbers.len() as u32;
}

/// The objects that the trailer leads to.
fn reached(document: &mut Document) -> BTreeSet<ObjectId> {
    let mut reached = BTreeSet::new();
    let mut ahead: Vec<ObjectId> = Vec::new();
    let note = |ahead: &mut Vec<ObjectId>, object: &mut Object| {
        each_reference(object, &mut |reference| ahead.extend(reference.as_reference().ok()));
    };
    for (_, object) in &mut document.trailer {
        note(&mut ahead, object);
    }
    while let Some(id) = ahead.pop() {
        if let Some(object) = document.objects.get_mut(&id)
            && reached.insert(id)
        {
            note(&mut ahead, object);
        }
    }
    reached
}

/// Hands over each reference of an object.
fn each_reference(object: &mut Object, action: &mut impl FnMut(&mut Object)) {
    match object {
        Object::Reference(_) => action(object),
        Object::Array(items) => items.iter_mut().for_each(|item| each_reference(item, action)),
        Object::Dictionary(entries) => {
            entries.iter_mut().for_each(|(_, entry)| each_reference(entry, action));
        }
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, entry)| each_reference(entry, action)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..) => {}
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn what_nothing_leads_to_goes_and_numbers_follow_each_other() {
        let mut document = Document::new();
        let lost = document.add_object(1);
        let leaf = document.add_object(Object::string_literal("words"));
        let loose = document.add_object(dictionary! { "To" => leaf });
        let absent = (900, 0);
        let root = document.add_object(dictionary! { "Kids" => vec![leaf.into(), absent.into()] });
        // Two that lead to each other end.
        let (one, other) = (document.new_object_id(), document.new_object_id());
        document.set_object(one, dictionary! { "Next" => other });
        document.set_object(other, dictionary! { "Prev" => one, "Leaf" => leaf });
        document.trailer.set("Root", root);
        document.trailer.set("Chain", one);
        keep_reached(&mut document);
        assert!(lost < loose && document.objects.len() == 4 && document.max_id == 4);
        let numbers: Vec<u32> = document.objects.keys().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        let kids = document.get_dictionary(root).unwrap().get(b"Kids").unwrap().as_array().unwrap();
        assert_eq!(kids[1], Object::Null);
        let leaf = kids[0].as_reference().unwrap();
        assert_eq!(document.get_object(leaf).unwrap().as_str().unwrap(), b"words");
        let chain = document.trailer.get(b"Chain").unwrap().as_reference().unwrap();
        let next = document.get_dictionary(chain).unwrap().get(b"Next").unwrap().as_reference().unwrap();
        let back = document.get_dictionary(next).unwrap();
        assert_eq!(back.get(b"Prev").unwrap().as_reference().unwrap(), chain);
        assert_eq!(back.get(b"Leaf").unwrap().as_reference().unwrap(), leaf);
    }
}
