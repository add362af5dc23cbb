//! The integration tests, one binary so that it links once. Each module tests one subject from outside.

#[cfg(test)]
mod authoring;
#[cfg(test)]
mod broken_flows;
#[cfg(test)]
mod broken_projects;
#[cfg(test)]
mod broken_scenarios;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod client_errors;
#[cfg(test)]
mod client_guest;
#[cfg(test)]
mod client_guest_errors;
#[cfg(test)]
mod client_guest_support;
#[cfg(test)]
mod client_guest_tls;
#[cfg(test)]
mod client_platform;
#[cfg(test)]
mod client_polling;
#[cfg(test)]
mod client_retry;
#[cfg(test)]
mod client_secrets;
#[cfg(test)]
mod client_sockets;
#[cfg(test)]
mod client_steps;
#[cfg(test)]
mod client_support;
#[cfg(test)]
mod client_token;
#[cfg(test)]
mod command;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod coverage_command;
#[cfg(test)]
mod diffed_flows;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod doctor_command;
#[cfg(test)]
mod doctor_probe;
#[cfg(test)]
mod doctor_support;
#[cfg(test)]
mod drivers_agree;
#[cfg(test)]
mod entry_flows;
#[cfg(test)]
mod explored_flows;
#[cfg(test)]
mod expressions;
#[cfg(test)]
mod fake_client;
#[cfg(test)]
mod fake_doors;
#[cfg(test)]
mod fake_faults;
#[cfg(test)]
mod fake_frames;
#[cfg(test)]
mod fake_guest;
#[cfg(test)]
mod fake_schema;
#[cfg(test)]
mod fake_steps;
#[cfg(test)]
mod fake_tenants;
#[cfg(test)]
mod fault_table;
#[cfg(test)]
mod fidelity;
#[cfg(test)]
mod flips;
#[cfg(test)]
mod flow_diff;
#[cfg(test)]
mod flow_drawings;
#[cfg(test)]
mod flow_pull;
#[cfg(test)]
mod fuzz_seeds;
#[cfg(test)]
mod good_scenarios;
#[cfg(test)]
mod guest_client;
#[cfg(test)]
mod guide_org;
#[cfg(test)]
mod hello;
#[cfg(test)]
mod hostile_scenarios;
#[cfg(test)]
mod house;
#[cfg(test)]
mod language;
#[cfg(test)]
mod live_guard;
#[cfg(test)]
mod live_guide;
#[cfg(test)]
mod live_inside;
#[cfg(test)]
mod live_run;
#[cfg(test)]
mod live_stops;
#[cfg(test)]
mod live_support;
#[cfg(test)]
mod parity;
#[cfg(test)]
mod parity_command;
#[cfg(test)]
mod parity_live;
#[cfg(test)]
mod peer_defects;
#[cfg(test)]
mod published_flows;
#[cfg(test)]
mod published_support;
#[cfg(test)]
mod published_version;
#[cfg(test)]
mod quiet;
#[cfg(test)]
mod real_flows;
#[cfg(test)]
mod recorded_cases;
#[cfg(test)]
mod recorded_served;
#[cfg(test)]
mod report_json;
#[cfg(test)]
mod report_merge;
#[cfg(test)]
mod runner_options;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod scenario_schema;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod serve_control;
#[cfg(test)]
mod serve_support;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod snapshots_agree;
#[cfg(test)]
mod suggested;
#[cfg(test)]
mod suite;
#[cfg(test)]
mod try_flow;
#[cfg(test)]
mod watch;
#[cfg(test)]
mod workflows;
