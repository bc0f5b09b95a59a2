import CaseCore
import Development
import Foundation
import Server
import TestServices
import Testing

/// Two installations, of a municipality and of a province: each is a partner in the other's as well as in its own.
struct TwoInstallations {
  static let municipality = "00000099000000000101"
  static let province = "00000099000000000106"

  /// One of the two, and who runs it.
  struct Side {
    let owner: String
    let installation: Installation
    let instance: Instance
    /// Of both, by their numbers.
    let access: [String: PartnerAccess]

    /// Somebody of the owner's own, over REST.
    func clerk() async throws -> Sender {
      try await Sender(owner, roles: ["intake", "jurist"], tokens: LocalTokens(installation.settings))
    }

    /// What is on record of its cases, in order.
    func entries() async throws -> [String] {
      try await installation.rows("select name from journal order by recorded_at, revision")
    }
  }

  let first: Side
  let second: Side

  static func with(_ body: (TwoInstallations) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    try workflow(in: folder)
    try await Installation.with(workflows: folder.path) { first in
      try await Installation.with(workflows: folder.path) { second in
        let both = [(first, municipality), (second, province)]
        var sides: [Side] = []
        for (installation, owner) in both {
          let access = try await register(owner, with: installation.settings)
          let instance = try await Instance.start(
            installation.settingsFile,
            port: installation.settings.http.port
          )
          sides.append(Side(owner: owner, installation: installation, instance: instance, access: access))
        }
        for side in sides { try await side.instance.waitUntilReady() }
        try await body(TwoInstallations(first: sides[0], second: sides[1]))
        for side in sides { #expect(try await side.instance.stop() == 0) }
      }
    }
  }

  /// Whoever runs an installation handles applications there; the other is another authority.
  private static func register(_ owner: String, with settings: Settings) async throws -> [String: PartnerAccess] {
    let own: Set<String> = ["intake", "jurist", "teamleider", "archief", "ontvanger"]
    var access: [String: PartnerAccess] = [:]
    for number in [municipality, province] {
      let roles = number == owner ? own : ["bevoegd-gezag", "ontvanger"]
      let organisation = Organisation(number: number, name: "Proef", region: "regio-\(number)", roles: roles)
      access[number] = try await Administration(settings).register(organisation, password: Partners.password)
    }
    return access
  }

  /// The workflow of applications alone: another authority reads in it the application that is forwarded to it.
  private static func workflow(in folder: TemporaryFolder) throws {
    let name = "aanvraag-omgevingsvergunning"
    try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    let text = try String(contentsOfFile: "\(ShippedWorkflows.permit)/workflow.yaml", encoding: .utf8)
    _ = try folder.write(text, to: "\(name)/workflow.yaml")
  }

  /// What takes over for the owner of one side what the other hands to it.
  /// - Returns: the mapping, and the folders that it names, which go with them.
  func taking(by side: Side, from other: Side) async throws -> Taking {
    let (outside, inside) = (try await client(of: side.owner, at: other), try await client(of: side.owner, at: side))
    let names = ["activiteit", "locatie", "naam", "adres", "dag-van-ontvangst", "bijlagen"]
    let fields = names.map { #""\#($0)": {"entry": "aanvraag-indienen", "field": "\#($0)"}"# }.joined(separator: ", ")
    let mapping = """
      {"from": "\(outside.folder.path)", "to": "\(inside.folder.path)",
       "begin": {"werkstroom": "aanvraag-omgevingsvergunning", "opdracht": "aanvraag-indienen",
                 "velden": {"gemeente": "\(side.owner)", \(fields)}},
       "report": {"opdracht": "doorzending-bevestigen", "velden": {"kenmerk": {"case": "id"}}}}
      """
    let folder = try TemporaryFolder()
    return Taking(
      mapping: try folder.write(mapping, to: "mapping.json"),
      folders: [folder, outside.folder, inside.folder]
    )
  }

  /// A partner's folder at an installation, with a token of somebody who takes over.
  private func client(of owner: String, at side: Side) async throws -> ExampleClient {
    let client = ExampleClient(language: .python, folder: try TemporaryFolder())
    let settings = side.installation.settings
    let account = try #require(side.access[owner])
    let role = owner == side.owner ? "intake" : "bevoegd-gezag"
    let token = try await client.enter(try JSONEncoder().encode(account), of: owner, settings, roles: [role])
    try client.write(Data(token.utf8), to: "token")
    return client
  }
}
