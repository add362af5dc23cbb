//! Ids in the form of a UUID that are the same in every run, derived from names. Must not know what is named.

use std::sync::Arc;

/// The two halves start from different offsets (FNV-1a's own, and its digits turned round), so that both must collide at once.
const OFFSETS: [u64; 2] = [0xcbf2_9ce4_8422_2325, 0x5232_2248_4ec9_2fbc];
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// An id of these parts. Not for secrets: it is a hash that anyone can compute.
pub(crate) fn stable_id(parts: &[&str]) -> Arc<str> {
    let [high, low] = OFFSETS.map(|offset| {
        parts.iter().fold(offset, |hash, part| {
            let bytes = part.bytes().chain([0]);
            bytes.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
        })
    });
    // Version 8 (made to one's own rule) and the variant of RFC 9562, so that readers of UUIDs accept it.
    let high = (high & !0xf000) | 0x8000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart_and_the_form_is_that_of_a_uuid() {
        assert_eq!(stable_id(&["a", "b"]), stable_id(&["a", "b"]));
        assert_ne!(stable_id(&["a", "b"]), stable_id(&["ab"]));
        let id = stable_id(&["inboundShortMessage", "Support"]);
        assert!(uuid::Uuid::parse_str(&id).is_ok_and(|id| id.get_version_num() == 8), "{id}");
    }
}
