//! Indices into a program's tables, one type each, so that none is mistaken for another.

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The index of the next entry of a table that holds `length` entries. A file is limited to fewer nodes than fit.
            pub(crate) fn next(length: usize) -> Self {
                Self(u32::try_from(length).unwrap_or(u32::MAX))
            }

            /// The position in its table.
            pub fn get(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index! {
    /// An action of a program.
    ActionIndex
}
index! {
    /// A list of actions of a program.
    BlockIndex
}
index! {
    /// A state, task, menu or bot of a program.
    ContainerIndex
}
index! {
    /// A flow of a program.
    FlowIndex
}
