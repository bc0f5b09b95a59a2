import Foundation
import LocalServices
import TestServices

/// A client of another make that publishes in a transaction, does not commit, and waits for what the broker says of it.
final class TransactionClient: Sendable {
  private static let script = """
    import sys, pika
    port, host, user = sys.argv[1:]
    connection = pika.BlockingConnection(pika.ConnectionParameters(
        "127.0.0.1", int(port), host, pika.PlainCredentials(user, "geheim")))
    channel = connection.channel()
    channel.tx_select()
    for _ in range(3):
        channel.basic_publish("", "nergens", b"x")
    try:
        # A minute in all: it ends also when nobody ends it.
        for _ in range(60):
            connection.process_data_events(time_limit=1)
        print("not ended")
    except pika.exceptions.ConnectionClosedByBroker as error:
        print(error.reply_code, error.reply_text)
    """

  private let process: Process

  /// - Parameter user: it is made, and may publish anywhere.
  init(_ broker: Broker, user: String) async throws {
    try await broker.server.manage("PUT", "/api/users/\(user)", json: #"{"password":"geheim","tags":""}"#)
    let rights = #"{"configure":"^$","write":".*","read":"^$"}"#
    try await broker.server.manage("PUT", "/api/permissions/\(broker.virtualHost)/\(user)", json: rights)
    process = Process()
    // Debian's own: another does not see Debian's packages.
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", Self.script, "\(broker.server.amqpPort)", broker.virtualHost, user]
  }

  /// - Returns: the code and the text with which the broker ended its connection.
  func ended() async throws -> String {
    let process = process
    return try await blocking {
      let output = try ChildPipe()
      process.standardOutput = output.writing
      try process.start()
      try output.writing.close()
      let data = try output.reading.readToEnd() ?? Data()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}
