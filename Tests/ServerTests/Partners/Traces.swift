import AMQP
import Foundation
import LocalServices
import Logging
import Server
import Synchronization
import TestServices
import Testing

/// Everything that a service leaves outside the content of its cases: messages, a dump, logs, metrics, traces and files.
struct Traces: Sendable {
  let installation: Installation
  let instance: Instance
  /// Every message that the broker took or gave out: body, properties, exchange and key, as one text.
  let messages = Signal<[String]>([])
  /// The administrator's connection, by which the broker copies them.
  let tap: AMQPConnection
  /// What a collector of traces was sent.
  let collector: StubService
  private let metricsPort: Int

  init(
    _ installation: Installation,
    _ instance: Instance,
    metricsPort: Int,
    collector: StubService
  ) async throws {
    (self.installation, self.instance, self.metricsPort) = (installation, instance, metricsPort)
    self.collector = collector
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
    try await held(canary) + found(canary.forms + canary.formsOfChoice, in: messages.value).map { "message \($0)" }
      + files(canary)
  }

  /// The same of what a partner sent so that whoever sees the message can read it: what the service made of it. The message stands on the
  /// way from the partner to the service, and nowhere else.
  func places(of canary: Canary, sentBy access: PartnerAccess) async throws -> [String] {
    let way = [
      "publish.\(access.exchange) ", "deliver.\(access.queue.replacing("events.", with: "opdrachten.")) ",
    ]
    let others = messages.value.filter { message in !way.contains { message.hasPrefix($0) } }
    return try await held(canary) + found(canary.forms, in: others).map { "message \($0)" }
  }

  /// The same of what people call cases: it is told nobody but who reads the case, over REST.
  func places(ofNames names: [String]) async throws -> [String] {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/dump.sql"
    try await installation.services.postgres.dump(
      installation.name,
      to: URL(filePath: file),
      options: ["--format=plain"]
    )
    let texts = [String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)] + messages.value
    return try await found(names, in: texts + instance.log + collector.requests) + metrics(names) + self.names(names)
  }

  private func held(_ canary: Canary) async throws -> [String] {
    let forms = canary.forms + canary.formsOfChoice
    return try await dump(canary) + found(forms, in: instance.log).map { "log \($0)" } + metrics(forms) + names(forms)
      + found(forms, in: collector.requests).map { "trace \($0.prefix(200))" }
  }

  /// The whole database, as somebody gets it who gets hold of a backup in plain text.
  private func dump(_ canary: Canary) async throws -> [String] {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/dump.sql"
    let plain = ["--format=plain", "--compress=0"]
    try await installation.services.postgres.dump(installation.name, to: URL(filePath: file), options: plain)
    // PostgreSQL breaks what it writes in Base64 into lines.
    try #require(try await ChildProcess(["-i", #"s/\\n//g"#, file], program: "/bin/sed").ended() == 0)
    let heads = try await grep(["-na", "^COPY "], file).compactMap(Self.numbered)
    guard heads.count > 30 else { return ["there is no dump"] }
    let patterns = try folder.write((canary.forms + canary.formsOfChoice).joined(separator: "\n"), to: "patterns")
    return try await grep(["-naFf", patterns], file).compactMap(Self.numbered).compactMap { found -> String? in
      let (line, row) = (found.number, found.text)
      let table = heads.last { $0.number < line }?.text.split(separator: " ").dropFirst().first ?? "-"
      // The workflow itself has the option of a choice.
      guard table != "public.workflow_version" || canary.isIn(row) else { return nil }
      return "table \(table): \(row.prefix(200))"
    }
  }

  private func metrics(_ forms: [String]) async throws -> [String] {
    let shown = try await Instance.page("http://127.0.0.1:\(metricsPort)/metrics")?.body ?? ""
    guard shown.contains("casusregie_") else { return ["there are no metrics"] }
    return try await found(forms, in: [shown]).map { "metric \($0)" }
  }

  /// Of queues, exchanges, keys and users, with all that the broker says of them.
  private func names(_ forms: [String]) async throws -> [String] {
    var places: [String] = []
    for path in ["queues", "exchanges", "bindings", "users"] {
      let answer = try await installation.services.broker.manage("GET", "/api/\(path)")
      places += try await found(forms, in: [answer]).map { "broker \(path): \($0.prefix(200))" }
    }
    return places
  }

  /// All that broker and database keep on disk, their logs and what is written ahead included.
  private func files(_ canary: Canary) async throws -> [String] {
    let folder = try TemporaryFolder()
    let patterns = try folder.write(canary.values.joined(separator: "\n"), to: "patterns")
    let folders = [installation.services.broker.folder.path, installation.services.postgres.folder.path]
    let found = try await ChildProcess(["-rlaFf", patterns] + folders, program: "/bin/grep")
    // 1: nothing was found. Files come and go while they are read.
    _ = try await found.ended()
    return found.output.split(separator: "\n").map { "file \($0)" }
  }

  /// The lines with one of the forms in them.
  private func found(_ forms: [String], in texts: [String]) async throws -> [String] {
    let folder = try TemporaryFolder()
    let file = try folder.write(texts.joined(separator: "\n"), to: "texts")
    return try await grep(["-aFf", folder.write(forms.joined(separator: "\n"), to: "patterns")], file)
  }

  private func grep(_ arguments: [String], _ file: String) async throws -> [String] {
    let grep = try await ChildProcess(arguments + [file], program: "/bin/grep", environment: ["LC_ALL": "C"])
    // 1: nothing was found.
    try #require(try await grep.ended() < 2)
    return grep.output.split(separator: "\n").map(String.init)
  }

  /// A line as grep tells it, with its number.
  private static func numbered(_ line: String) -> (number: Int, text: String)? {
    guard let colon = line.firstIndex(of: ":"), let number = Int(line[..<colon]) else { return nil }
    return (number, String(line[line.index(after: colon)...]))
  }
}
