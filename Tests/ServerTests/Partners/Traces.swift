import AMQP
import Foundation
import LocalServices
import Logging
import Server
import Synchronization
import TestServices

/// Everything that a service leaves outside the content of its cases: messages, tables, logs and metrics.
struct Traces: Sendable {
  let installation: Installation
  let instance: Instance
  /// Every message that the broker took or gave out: body, properties, exchange and key, as one text.
  let messages = Signal<[String]>([])
  /// The administrator's connection, by which the broker copies them.
  let tap: AMQPConnection
  private let metricsPort: Int

  init(_ installation: Installation, _ instance: Instance, metricsPort: Int) async throws {
    (self.installation, self.instance, self.metricsPort) = (installation, instance, metricsPort)
    let broker = installation.services.broker
    try await broker.manage("PUT", "/api/vhosts/\(installation.name)", json: #"{"tracing": true}"#)
    let configuration = AMQPConfiguration(
      host: "127.0.0.1",
      port: broker.amqpPort,
      virtualHost: installation.name,
      credentials: .plain(user: broker.adminUser, password: broker.adminPassword)
    )
    tap = AMQPConnection(configuration, logger: Logger(label: "tap") { _ in SwiftLogNoOpLogHandler() })
    _ = try await tap.declare(AMQPQueue("tap"))
    try await tap.bind(AMQPBinding(queue: "tap", exchange: "amq.rabbitmq.trace", routingKey: "#"))
    let deliveries = try await tap.consume("tap")
    Task { [messages] in
      // Ends with the connection.
      for try await delivery in deliveries {
        let body = String(decoding: delivery.body, as: UTF8.self)
        messages.update { $0.append("\(delivery.routingKey) \(delivery.properties) \(body)") }
        await delivery.ack()
      }
    }
  }

  /// Where a canary stands that should not.
  func places(of canary: Canary) async throws -> [String] {
    try await tables(canary) + messages.value.filter(canary.isIn).map { "message \($0)" }
      + instance.log.filter(canary.isIn).map { "log \($0)" } + metrics(canary) + files(canary)
  }

  private func tables(_ canary: Canary) async throws -> [String] {
    var places: [String] = []
    let tables = try await installation.rows(
      """
      select format('%I.%I', schemaname, tablename) from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1
      """
    )
    for table in tables {
      // One row a line, whatever line breaks it has.
      let rows = try await installation.rows("select replace(row::text, E'\\n', ' ') from \(table) row")
      places += rows.filter(canary.isIn).map { "table \(table): \($0.prefix(200))" }
    }
    return places
  }

  private func metrics(_ canary: Canary) async throws -> [String] {
    let shown = try await Instance.page("http://127.0.0.1:\(metricsPort)/metrics")?.body ?? ""
    guard shown.contains("casusregie_") else { return ["there are no metrics"] }
    return shown.split(separator: "\n").map(String.init).filter(canary.isIn).map { "metric \($0)" }
  }

  /// All that broker and database keep on disk, their logs and what is written ahead included.
  private func files(_ canary: Canary) async throws -> [String] {
    let folders = [installation.services.broker.folder.path, installation.services.postgres.folder.path]
    let found = try await ChildProcess(["-rlaF", canary.mark] + folders, program: "/bin/grep")
    // 1: nothing was found. Files come and go while they are read.
    _ = try await found.ended()
    return found.output.split(separator: "\n").map { "file \($0)" }
  }
}
