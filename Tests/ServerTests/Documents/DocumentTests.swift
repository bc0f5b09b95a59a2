import Development
import Foundation
import LocalServices
import Server
import TestServices
import Testing

extension WholeService {
  /// What the pages and the help tell people to type, typed as it stands there.
  @Suite struct DocumentTests {
    /// Beside one running installation, that all commands share.
    @Test func everyCommandIsUnderstood() async throws {
      let clone = try Clone(in: TemporaryFolder())
      let port = LocalServices.freePort()
      let service = try await ChildProcess(
        ["start", "--folder", "een map", "--port", "\(port)"],
        program: Program.development,
        environment: ["TMPDIR": FileManager.default.temporaryDirectory.path],
        in: clone.folder
      )
      try await waitFor("the local service", limit: .seconds(180)) { service.output.contains("v1/casussen") }
      try FileManager.default.createSymbolicLink(
        atPath: clone.folder.appending(path: ".local").path,
        withDestinationPath: "een map"
      )
      try await hintsWork(service.output, in: clone)
      try await partnersAreChecked(in: clone)
      var commands = try Document.all().flatMap { page in page.commands.map { (page.name, $0) } }
      for name in CommandLineTests.commands + CommandLineTests.development {
        let words = name.split(separator: " ").map(String.init)
        let help = try await Program.run(words + ["--help"], program: Program.development).output
        commands += Document("", "```\n\(Self.examples(in: help))\n```").commands.map { ("\(name) --help", $0) }
      }
      #expect(commands.count > 80)
      let environment = [
        "CASUSREGIE_TOKEN": try await administrator(in: clone), "CASUSREGIE_SERVICE": "http://127.0.0.1:\(port)",
      ]
      for (place, command) in commands {
        try await isUnderstood(command, place, in: clone, port: port, environment)
      }
      service.terminate()
      try await service.ended()
    }

    /// In the place of dots: an id, which is also a text.
    private static let filler = "00000000-0000-0000-0000-000000000000"

    private static let digest = String(repeating: "0", count: 64)

    /// The token of somebody who sets deadlines, also those of the region of the examples.
    private func administrator(in clone: Clone) async throws -> String {
      let person = "--local --oin 00000099000000000090 --role hoofdbeheerder --role gemeente"
      let result = try await clone.run(
        "casusregie-dev partner add \(person) --name Oost --region oost && casusregie-dev token \(person) --subject carla"
      )
      #expect(result.code == 0, "\(result.errors)")
      return try #require(result.output.split(separator: "\n").last.map(String.init))
    }

    /// What the examples are about and is not there: the case, the plan, the workflow of somebody who tries it, or what others
    /// would have done before. And a day of an example may have passed.
    private static func mayBeRefused(_ typed: String, _ errors: String) -> Bool {
      [filler, digest, "my-workflow"].contains { typed.contains($0) }
        || [
          "Voorstel 1 is ", "Voorstel 3 bestaat niet", "is niet bij koninklijk besluit", "is geen dag in de toekomst",
          "workflow aanvraag-omgevingsvergunning 1.0.0 is not known", "is al gepubliceerd, met deze tekst",
          "Versie 1.0.0 van «aanvraag-omgevingsvergunning» is niet gepubliceerd",
          "not authenticated: identity.issuer: ",
          "there is no dead letter", "no dead letter 12 waits", "keys.json cannot be read",
          "no organisation has the number", "there is no event 7d0f2a44",
          // For real use it takes no installation for trying out.
          " fault found, ", " faults found, ",
        ].contains { errors.contains($0) }
    }

    /// The commands behind `Example:` or `Voorbeeld:`, with the lines that continue them.
    private static func examples(in help: String) -> String {
      let parts = help.replacing("Voorbeeld: ", with: "Example: ").components(separatedBy: "Example: ").dropFirst()
      return parts.map { part in
        part.components(separatedBy: "\n\n")[0].replacing("\\\n", with: " ").replacing("\n", with: " ")
      }.joined(separator: "\n")
    }

    /// What `start --folder X` tells to try, from the folder in which it was started.
    private func hintsWork(_ output: String, in clone: Clone) async throws {
      let hints = output.components(separatedBy: "in another terminal:").last ?? ""
      #expect(hints.contains("--folder 'een map'"))
      let result = try await clone.run("set -e\n" + hints)
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains(#""casussen""#), "\(result.output)")
    }

    private func partnersAreChecked(in clone: Clone) async throws {
      let refused = try await clone.run(
        "casusregie-dev partner add --local --oin 123 --name ' ' --region oost --role politei"
      )
      #expect(refused.code == 1 && refused.output.isEmpty)
      for words in [
        "«123» is no number of an organisation", "De naam ", "knows the role «politei»: did you mean «politie»?",
      ] {
        #expect(refused.errors.contains(words), "\(refused.errors)")
      }
      #expect(!refused.errors.contains("constraint"))
      let unknown = try await clone.run(
        "casusregie-dev partner add --local --oin 00000099000000000077 --name X --region oost --role bestaatniet"
      )
      #expect(unknown.code == 1 && unknown.errors.contains("known are "))
    }

    /// It does what it says, unless that cannot be here.
    private func isUnderstood(
      _ command: String,
      _ place: String,
      in clone: Clone,
      port: Int,
      _ environment: [String: String]
    ) async throws {
      let typed = command.replacing(#/--config \S+/#, with: "--config .local/casusregie.json").replacing(
        "/etc/casusregie",
        with: "etc"
      )
      .replacing("127.0.0.1:8080", with: "127.0.0.1:\(port)")
      .replacing("propose ... ", with: "propose ")
      .replacing("--service https://casusregie.example", with: "--service http://127.0.0.1:\(port)").replacing(
        #/(--\S+) \S*\.\.\./#
      ) {
        "\($0.output.1) " + ($0.output.1 == "--plan" ? Self.digest : Self.filler)
      }
      // Of what goes on until it is ended, takes long, or is not written out, only the words and the options are looked at.
      let isNamed =
        typed.contains(#/(serve|demo|bench|start|simulate|kit|chaos)( |$)| \.\.\./#)
        || typed.wholeMatch(of: #/\S+( [a-z]+)+/#) != nil
      guard isNamed, !typed.contains("--help") else {
        let result = try await clone.run(typed, environment: environment)
        let isRefused = result.code == 1 && Self.mayBeRefused(typed, result.errors)
        #expect(result.code == 0 || isRefused, "\(place): \(command): \(result.code) \(result.errors)")
        return
      }
      let words = typed.prefix { !"|>`#".contains($0) }.split(separator: " ").prefix {
        $0.contains(#/^[a-z\/][a-z\/-]*$/#)
      }
      let help = try await clone.run(words.joined(separator: " ") + " --help")
      #expect(help.code == 0, "\(place): \(command): \(help.errors)")
      for option in typed.matches(of: #/ (--[a-z-]+)/#).map(\.output.1) {
        #expect(help.output.contains(option), "\(place): \(command): \(option)")
      }
    }
  }
}
