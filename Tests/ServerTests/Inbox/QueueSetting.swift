import Development
import Foundation
import Server
import TestServices
import Testing

/// An installation with a partner that gives commands over its queue.
struct QueueSetting: Sendable {
  let installation: Installation
  let instance: Instance
  let sender: QueueSender
  /// Of a person of the partner's.
  let token: String
  /// Of everybody who takes part, by their numbers.
  let access: [String: PartnerAccess]

  func request(_ command: String, on subject: String? = nil) -> QueueSender.Request {
    QueueSender.Request(subject: subject, command: command, token: token)
  }

  var beginning: QueueSender.Request { request(String(decoding: Body.signal(to: sender.organisation), as: UTF8.self)) }
  var addition: String { String(decoding: Body.addition, as: UTF8.self) }

  /// What goes by when a command is carried out, by its name in the description.
  private static let usual: Set = [
    "nl.casusregie.opdracht.beginnen", "Opdrachtverklaring", "Toegangstoken", "Versleutelkop",
    "nl.casusregie.opdracht.afgehandeld", "Antwoordkop", "Antwoordverklaring",
  ]

  /// Who takes part: the first one sends, in the role.
  struct Cast: Sendable {
    /// The folder of the workflow, in that of the workflows of the installation.
    var workflow = Partners.workflow
    var names = ["gemeente", "zvh"]
    var sender = Partners.municipality
    var role = "gemeente"
  }

  /// - Parameter carriesOut: whether any command is carried out.
  static func with(
    _ servers: Installation.Servers = .shared,
    _ cast: Cast = Cast(),
    environment: [String: String] = [:],
    carriesOut: Bool = true,
    _ body: (QueueSetting) async throws -> Void
  ) async throws {
    let workflows = URL(filePath: cast.workflow).deletingLastPathComponent().path
    try await Installation.with(servers, workflows: workflows) { installation in
      let access = try await Partners.register(cast.names, of: cast.workflow, with: installation.settings)
      let own = try #require(access[cast.sender])
      let sender = try QueueSender(own, settings: installation.settings)
      let administration = try Administration(installation.settings)
      let change = try await administration.register(sender.keys, of: sender.organisation)
      #expect(change == (2, 0))
      let instance = try await Instance.start(
        installation.settingsFile,
        port: installation.settings.http.port,
        environment: environment
      )
      try await instance.waitUntilReady()
      try await sender.listen()
      let token = try await sender.token(cast.role, settings: installation.settings)
      try await body(
        QueueSetting(installation: installation, instance: instance, sender: sender, token: token, access: access)
      )
      await sender.close()
      #expect(try await instance.stop() == 0)
      let names = try await sender.wire.check()
      #expect(names.isSuperset(of: usual) || !carriesOut)
    }
  }
}
