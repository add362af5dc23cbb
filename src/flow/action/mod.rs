//! The kinds of action, one file each: what is read, what it does, what it mentions, its tests. One table maps Archy names to kinds.
//! Knows what an action sees of the engine and of its file; must not know the stack or the grammar around.

mod ask_for_boolean;
mod ask_for_intent;
mod ask_for_slot;
mod asking;
mod call_bot_flow;
mod call_common_module;
mod call_data;
mod call_task;
mod change_state;
mod chooser;
mod clear_slot;
mod communicate;
mod data_table_lookup;
mod decision;
mod digital_menu;
mod disconnect;
mod end_task;
mod evaluate_schedule;
mod evaluate_schedule_group;
mod exit_flow;
mod fidelity;
mod find_queue;
mod get_participant_data;
mod kind;
mod r#loop;
mod loop_exit;
mod loop_next;
mod parameters;
mod send_response;
mod set_language;
mod set_participant_data;
mod set_screen_pop;
mod switch;
#[cfg(test)]
pub(crate) mod testing;
mod transfer_to_acd;
mod unknown;
mod unsupported;
mod update_data;
mod wait;
mod wait_for_input;

pub use fidelity::{Basis, KindInfo, kind_table};
pub(crate) use kind::{Action, KINDS, Kind, Leads};
pub(crate) use unknown::Unknown;
pub(crate) use unsupported::{UNSUPPORTED, why_unsupported};
