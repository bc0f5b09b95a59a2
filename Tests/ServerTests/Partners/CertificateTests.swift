import CaseCore
import Foundation
import LocalServices
import OrderedCollections
import Server
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// Partners that log in on the broker by certificate, by the program, the example clients and a broker that is set up by the documents.
  @Suite struct CertificateTests {
    private typealias Attempt = CertificateSetting.Attempt

    @Test(
      "A partner logs in by its certificate alone, and gives commands; a certificate of before a rotation opens nothing"
    )
    func certificates() async throws {
      try await CertificateSetting.with { setting in
        let installation = setting.installation
        let others = try await Partners.register(["zvh"], with: installation.settings)
        let own = try #require(try ScenarioFolder(Partners.workflow).organisations["gemeente"])
        let add =
          ["add", "--oin", own.number, "--name", own.name, "--region", own.region]
          + own.roles.sorted().flatMap { ["--role", $0] }
        let plain = try await setting.operate(add + ["--certificate"], isEncrypted: false)
        #expect(plain.code == 1 && plain.errors.contains("must begin with amqps://"), "\(plain.errors)")
        #expect(try await installation.rows("select number from organisation where number = '\(own.number)'") == [])
        let access = try await setting.access(add + ["--certificate"])
        let user = try #require(access["user"]?.string)
        #expect(user.wholeMatch(of: /partner\.[0-9A-Z]{20}\.[0-9a-f]{16}/) != nil)
        #expect(access["password"]?.string == nil && access["tls"] == true && access["host"] == "localhost")
        #expect(access["certificate"]?["mechanism"] == "EXTERNAL")
        #expect(access["certificate"]?["commonName"]?.string == user)
        let other = try #require(others.values.first)
        try await logsIn(user, other: other, setting)
        try await staysSo(user, add, access, setting)

        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let client = ExampleClient(language: .python, folder: try TemporaryFolder())
        try Self.give("first", to: client, setting)
        let token = try await client.enter(Data(access.text.utf8), of: own.number, installation.settings)
        try client.write(Body.signal(to: own.number), to: "begin.json")
        let begun = try await client.give("begin.json", token: token)
        let id = try #require(begun["id"]?.string, "\(begun.text)")
        let second = try await rotates(own.number, user, setting)
        // The same system, in another language.
        let changed = ExampleClient(language: .swift, folder: client.folder)
        try changed.write(Data(second.text.utf8), to: "access.json")
        try Self.give("second", to: changed, setting)
        try changed.write(Body.addition, to: "add.json")
        let added = try await changed.give("add.json", "--case", id, token: token)
        #expect(added["revisie"] == 2, "\(added.text)")
        #expect(try await instance.stop() == 0)
        try await rotatesAgain(own.number, setting)
      }
    }

    /// Gives a client its certificate.
    private static func give(_ name: String, to client: ExampleClient, _ setting: CertificateSetting) throws {
      for (file, source) in ["ca.pem": "ca.pem", "client.pem": "\(name).pem", "client.key": "\(name).key"] {
        try client.write(Data(contentsOf: URL(filePath: setting.files.path(source))), to: file)
      }
    }

    /// - Parameter other: of a partner that has a password.
    private func logsIn(_ user: String, other: PartnerAccess, _ setting: CertificateSetting) async throws {
      let files = setting.files
      try await blocking {
        try files.makeClient("first", commonName: user)
        try files.makeClient("foreign", commonName: user, by: "other-ca")
      }
      let right = [Attempt(certificate: "first"), Attempt(user: other.user, password: other.password ?? "")]
      let wrong = [
        // A name that nobody has, the right one by an authority that is not trusted, and no certificate.
        Attempt(certificate: "client"), Attempt(certificate: "foreign"), Attempt(),
        Attempt(user: user), Attempt(user: user, password: user), Attempt(user: user, certificate: "first"),
      ]
      #expect(await setting.letIn(right + wrong) == Set(right))
    }

    /// Entered again it is as it was, and what gives it a password is refused or mended.
    private func staysSo(_ user: String, _ add: [String], _ access: JSON, _ setting: CertificateSetting) async throws {
      for words in [add, add + ["--certificate"]] { #expect(try await setting.access(words) == access) }
      let refused = try await setting.operate(add + ["--new-password"])
      #expect(refused.code == 1 && refused.errors.contains("partner rotate --password"), "\(refused.errors)")
      #expect(try await setting.operate(add + ["--new-password", "--certificate"]).code == 2)
      let broker = setting.installation.services.broker
      try await broker.manage("PUT", "/api/users/\(user)", json: #"{"password":"geheim","tags":""}"#)
      let found = try await setting.operate(["check"])
      #expect(found.code == 1 && found.output.contains("user-password"), "\(found.output)")
      #expect(try await setting.operate(["check", "--repair"]).code == 0)
      let attempts = [Attempt(certificate: "first"), Attempt(user: user, password: "geheim")]
      #expect(await setting.letIn(attempts) == [attempts[0]])
    }

    /// - Returns: what the client needs from now on.
    private func rotates(_ number: String, _ first: String, _ setting: CertificateSetting) async throws -> JSON {
      let access = try await setting.access(["rotate", "--oin", number])
      #expect(access["formerUser"]?.string == first && access["password"]?.string == nil)
      let user = try #require(access["certificate"]?["commonName"]?.string)
      let files = setting.files
      try await blocking { try files.makeClient("second", commonName: user) }
      let attempts = [Attempt(certificate: "first"), Attempt(certificate: "second")]
      #expect(await setting.letIn(attempts) == Set(attempts))
      let finished = try await setting.operate(["rotate", "--oin", number, "--finish"])
      #expect(finished.output == "the user \(first) is gone\n", "\(finished.errors)")
      #expect(await setting.letIn(attempts) == [attempts[1]])
      return access
    }

    /// The first certificate is good for a day still.
    private func rotatesAgain(_ number: String, _ setting: CertificateSetting) async throws {
      _ = try await setting.access(["rotate", "--oin", number])
      #expect(try await setting.operate(["rotate", "--oin", number, "--finish"]).code == 0)
      #expect(await setting.letIn([Attempt(certificate: "first"), Attempt(certificate: "second")]) == [])
      let access = try await setting.access(["rotate", "--oin", number, "--password"])
      #expect(access["certificate"]?["mechanism"]?.string == nil)
      let back = Attempt(user: access["user"]?.string, password: access["password"]?.string ?? "")
      #expect(await setting.letIn([back]) == [back])
    }
  }
}
