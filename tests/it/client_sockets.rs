//! Hosts that break the connection rather than the answer.

use std::time::Duration;

use flowproof::genesys::{Client, ErrorKind};
use flowproof::wire::SimulationRequest;
use rstest::{Context, rstest};

use crate::client_support::{Jumping, Reply, broken, options, ready_client, shown, token};

const CONVERSATION: &str = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{\"id\":\"c\"}";

#[rstest]
#[case::reset(Reply::Reset, ErrorKind::Reset)]
#[case::closed(Reply::Pieces(vec![]), ErrorKind::Reset)]
#[case::truncated_head(Reply::Pieces(vec!["HTTP/1.1 200 OK\r\nContent-"]), ErrorKind::Reset)]
#[case::truncated_body(Reply::Pieces(vec!["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "{\"id\""]), ErrorKind::Reset)]
#[case::truncated_chunks(
    Reply::Pieces(vec!["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\n{\"id\"\r\n"]),
    ErrorKind::Reset
)]
#[case::not_http(Reply::Pieces(vec!["SSH-2.0-OpenSSH_9.6\r\n\r\n"]), ErrorKind::Malformed)]
#[case::silence(Reply::Silence, ErrorKind::Timeout)]
#[tokio::test]
async fn a_broken_connection_reads(#[context] context: Context, #[case] reply: Reply, #[case] kind: ErrorKind) {
    let base = broken(vec![reply]).await;
    let mut options = options(&base, &Jumping::new());
    if kind == ErrorKind::Timeout {
        options.request_timeout = Duration::from_millis(50);
    }
    let error = Client::new(options).with_token(token(3_600)).conversation("c").await.unwrap_err();
    assert_eq!(error.kind, kind);
    insta::assert_snapshot!(format!("socket_{}", context.description.unwrap()), shown(&error, &base));
}

#[tokio::test]
async fn a_refused_connection_reads() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = ready_client(&base).simulate("f", &SimulationRequest::default()).await.unwrap_err();
    assert_eq!((error.kind.clone(), error.attempts), (ErrorKind::Connect, 4));
    insta::assert_snapshot!("socket_refused", shown(&error, &base));
}

#[tokio::test]
async fn an_oversized_answer_is_not_read_to_its_end() {
    let endless = vec!["HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "[0,0,0,0,0,0,0,0,0,0"];
    let base = broken(vec![Reply::Pieces(endless)]).await;
    let mut options = options(&base, &Jumping::new());
    options.longest_answer = 16;
    let error = Client::new(options).with_token(token(3_600)).conversation("c").await.unwrap_err();
    assert_eq!((error.kind.clone(), error.attempts), (ErrorKind::TooLarge, 1));
    insta::assert_snapshot!("socket_oversized", shown(&error, &base));
}

#[tokio::test]
async fn a_body_in_several_segments_is_one_answer() {
    let pieces = vec!["HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n", "{\"id", "\":\"", "c\"}"];
    let base = broken(vec![Reply::Pieces(pieces)]).await;
    assert_eq!(ready_client(&base).conversation("c").await.unwrap().id, "c");
}

#[rstest]
#[case::reset(Reply::Reset)]
#[case::closed(Reply::Pieces(vec![]))]
#[case::silence(Reply::Silence)]
#[tokio::test]
async fn reading_outlives_one_break_and_simulating_does_not(#[case] reply: Reply) {
    let base = broken(vec![reply.clone(), Reply::Pieces(vec![CONVERSATION])]).await;
    let mut options = options(&base, &Jumping::new());
    options.request_timeout = Duration::from_millis(800);
    assert_eq!(Client::new(options.clone()).with_token(token(3_600)).conversation("c").await.unwrap().id, "c");

    let base = broken(vec![reply, Reply::Pieces(vec![CONVERSATION])]).await;
    options.api = base.parse().unwrap();
    let client = Client::new(options).with_token(token(3_600));
    assert_eq!(client.simulate("f", &SimulationRequest::default()).await.unwrap_err().attempts, 1);
}

#[tokio::test]
async fn an_error_whose_words_are_lost_keeps_its_status() {
    let base = broken(vec![Reply::Pieces(vec!["HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n", "{"])]).await;
    let error = ready_client(&base).conversation("c").await.unwrap_err();
    assert_eq!((error.kind.clone(), error.status), (ErrorKind::NotFound, Some(404)));
}
