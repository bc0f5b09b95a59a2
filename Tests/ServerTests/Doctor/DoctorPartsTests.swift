import AsyncHTTPClient
import Foundation
import NIOHTTP1
import TestServices
import Testing

@testable import Server

/// What needs no service.
@Suite struct DoctorPartsTests {
  @Test("Every code is in the table of the page, with what has to be so and what to do") func table() throws {
    let page = try String(contentsOf: Program.root.appending(path: "docs/operations/running.md"), encoding: .utf8)
    let chapter = page.components(separatedBy: "\n## Doctor\n").last?.components(separatedBy: "\n## ").first ?? ""
    let rows = chapter.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    #expect(rows == Doctor.Code.allCases.map { "| `\($0.rawValue)` | \($0.subject) | \($0.advice) |" })
  }

  @Test("All that is wrong with settings is told, and what is unsafe is not connected to") func settings() async throws
  {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      {"service": {"oin": "1", "url": "http://casus.invalid"}, "http": {"prot": 1},
       "database": {"url": "postgresql://casus@db.invalid/casus?sslmode=disable"},
       "broker": {"url": "amqp://casus:geheim@mq.invalid/casus"}, "keyring": {"file": "/nergens"},
       "identity": {"issuer": "http://inloggen.invalid", "audience": "casusregie"}, "workflows": {"folder": "/nergens"}}
      """,
      to: "settings.json"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file)
    let result = try await Program.run("doctor", "--config", file)
    #expect(result.code == 1 && !result.output.contains("geheim"))
    let lines = result.output.split(separator: "\n").map(String.init)
    for words in [
      "fault      settings: service.oin: ", "fault      settings: service.url: ",
      "fault      settings: http.prot: is no setting", "fault      settings: database.url: sslmode is disable",
      "fault      settings: broker.url: holds a password", "fault      settings: broker.url: must begin with amqps://",
      "fault      files.settings: ", "fault      files.secrets: keyring.file: /nergens is not there",
      "fault      keyring.opens: ", "fault      workflows.folder: ", "fault      identity.issuers: ",
      "unchecked  database.connection: was not tried", "unchecked  broker.connection: was not tried",
      "unchecked  database.schema: was not looked at", "           do: take the right to write from others: chmod o-w",
    ] {
      #expect(lines.contains { $0.hasPrefix(words) }, "\(words): \(result.output)")
    }
    let none = try await Program.run("doctor", "--config", try folder.write("{", to: "none.json"))
    #expect(none.code == 1 && none.output.hasPrefix("fault      settings: \(folder.path)/none.json: no readable JSON"))
  }

  @Test("Why an address gives nothing is said in words, and never as a library says it") func reasons() async {
    struct Secret: Error { let address = "https://inloggen.invalid" }
    #expect(Doctor.reason(HTTPParserError.invalidConstant) == "what answers there does not speak HTTP")
    #expect(Doctor.reason(HTTPClientError.connectTimeout) == "it does not answer in time")
    #expect(Doctor.reason(Secret()) == "Secret")
  }

  /// It must fail when a program that can read less than doctor itself passes for one that can read all.
  @Test("What an instance cannot read is told, and its silence too") func readable() {
    func outcome(_ lines: String...) -> Doctor.Finding.Outcome {
      Doctor.readable(by: (["casusregie_ready 1"] + lines + [""]).joined(separator: "\n")).outcome
    }
    #expect(outcome("# TYPE casusregie_workflow_versions_unreadable gauge") == .unchecked)
    #expect(outcome("casusregie_workflow_versions_unsealed 2") == .unchecked)
    #expect(outcome("casusregie_workflow_versions_unreadable 0") == .ok)
    #expect(outcome("casusregie_workflow_versions_unreadable 2") == .warning)
    #expect(outcome("casusregie_workflow_versions_unreadable 1.0") == .warning)
  }

  @Test("A clock is as far off as it must be, whatever the doubt") func clocks() throws {
    let asked = Date(timeIntervalSince1970: 1_000_000)
    func difference(_ told: Double, answered: Double, resolution: Double = 0) -> ClockDifference {
      ClockDifference(
        asked: asked,
        told: asked.addingTimeInterval(told),
        answered: asked.addingTimeInterval(answered),
        resolution: resolution
      )
    }
    #expect(difference(0.1, answered: 0.2).least == 0)
    // It was asked for two seconds, and may have said so at any moment of them.
    #expect(difference(2, answered: 2).least == 0)
    #expect(difference(-0.9, answered: 0, resolution: 1).least == 0)
    let ahead = difference(5, answered: 2)
    #expect(ahead.least == 3 && ahead.text == "3.0 s or more ahead of that of this machine")
    #expect(difference(-4, answered: 2).text == "4.0 s or more behind that of this machine")
    #expect(ahead.outcome(warning: 3, fault: 9) == .ok && ahead.outcome(warning: 1, fault: 3) == .warning)
    #expect(ahead.outcome(warning: 1, fault: 2) == .fault)
    #expect(Doctor.date("Sun, 06 Nov 1994 08:49:37 GMT") == Date(timeIntervalSince1970: 784_111_777))
    #expect(Doctor.date("gisteren") == nil)
  }

  @Test("A monitor that would see nothing is a fault, for the broker does not refuse it") func monitors() {
    for (tags, outcome) in [
      (["monitoring"], Doctor.Finding.Outcome.ok), (["administrator"], .ok), (["management"], .fault), ([], .fault),
    ] { #expect(Doctor.monitor(with: tags).outcome == outcome, "\(tags)") }
  }

  /// Speaks TLS at once, or when it is asked as PostgreSQL is.
  private static let server = """
    import socket, ssl, sys
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        if connection.recv(8, socket.MSG_PEEK | socket.MSG_WAITALL) == bytes.fromhex("0000000804d2162f"):
            connection.recv(8)
            connection.sendall(b"S")
        try:
            context.wrap_socket(connection, server_side=True).close()
        except OSError:
            connection.close()
    """

  @Test("The certificate of a server is seen, also of a database") func certificates() async throws {
    let files = try TemporaryFolder()
    let made = try await Certificates.make(in: files, days: 40)
    let server = try await ChildProcess(
      ["-c", Self.server, made.certificate, made.key],
      program: "/usr/bin/python3"
    )
    try await waitFor("the server's port") { server.output.hasSuffix("\n") }
    let port = try #require(Int(server.output.trimmingCharacters(in: .newlines)), "\(server.errors)")
    for form in [SecuredServer.Form.atOnce, .postgres] {
      let asked = SecuredServer(setting: "x", host: "127.0.0.1", port: port, form: form)
      let term = try await PeerCertificate.term(of: asked)
      #expect(term.until.timeIntervalSince(term.from) == 40 * 86_400)
      func outcome(at moment: Date) -> Doctor.Finding.Outcome {
        term.finding(.serverCertificates, "x", at: moment).outcome
      }
      #expect(outcome(at: Date()) == .ok && outcome(at: term.until.addingTimeInterval(-29 * 86_400)) == .warning)
      #expect(outcome(at: term.until.addingTimeInterval(1)) == .fault)
      #expect(outcome(at: term.from.addingTimeInterval(-1)) == .fault)
    }
    try await server.kill()
    let gone = SecuredServer(setting: "x", host: "127.0.0.1", port: port, form: .atOnce)
    await #expect(throws: (any Error).self) { try await PeerCertificate.term(of: gone) }
  }
}
