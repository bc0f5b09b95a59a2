import Foundation
import Testing

/// Holds the sources to `Package.swift`, which is the first page of the architecture.
@Suite struct ArchitectureTests {
  /// What comes with Swift and its system.
  private static let system: Set = ["Foundation", "Dispatch", "Synchronization", "Testing", "Swift"]

  /// What comes with Hummingbird and is part of its interface, and of no package that we name.
  private static let withHummingbird: Set = ["NIOHTTPTypes"]

  /// What CaseCore may import: nothing with a clock, randomness, files or a network. `Swift` is named for its normal forms of
  /// Unicode.
  private static let pure: Set = ["OrderedCollections", "Swift"]

  /// The only targets that may speak of cases in SQL.
  private static let store: Set = [
    "StoreBase", "SettingsStore", "StoreSchema", "CaseDoor", "Outbox", "DeadlineTimers", "CaseReading",
    "DeadlineAdministration", "PartnerAdministration", "StoreAdministration",
  ]

  /// What only the program for development may have in it.
  private static let development: Set = [
    "LocalServices", "LocalTime", "Development", "Demo", "ContractKit", "Benchmarks", "Chaos",
  ]

  @Test func targetsAreListedFromBottomToTop() async throws {
    var listed: Set<String> = []
    for target in try await Manifest.read().targets {
      #expect(Set(target.modules).subtracting(listed) == [], "\(target.name) may import what is listed below it")
      listed.insert(target.name)
    }
  }

  /// The package manager lets a target import more than it lists, and list more than it imports.
  @Test func aTargetImportsAllThatItListsAndNothingElse() async throws {
    let manifest = try await Manifest.read()
    let programs = Set(manifest.targets.filter { $0.type == "executable" }.map(\.name))
    for target in manifest.targets where target.type != "system" {
      // Tests run the programs as processes; listed, these are built with them.
      let listed = Set(target.modules).subtracting(programs).union(target.products)
      let imported = try target.imports()
      try #require(!imported.isEmpty || listed.isEmpty, "\(target.name) has no sources where they are looked for")
      let ours = listed.union(Self.system).union(listed.contains("Hummingbird") ? Self.withHummingbird : [])
      #expect(imported.subtracting(ours) == [], "imported by \(target.name), not listed")
      #expect(listed.subtracting(imported) == [], "listed by \(target.name), imported by none of its files")
    }
  }

  @Test func theEngineIsPure() async throws {
    let engine = try #require(try await Manifest.read().target("CaseCore"))
    #expect(try engine.imports().subtracting(Self.pure) == [])
  }

  @Test func everyFolderOfSourcesIsATarget() async throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Program.root.appending(path: "Sources").path)
    let targets = try await Manifest.read().targets.map(\.name)
    #expect(Set(folders).subtracting(targets) == [])
  }

  /// It has nothing that could make a token, move a clock or start a server.
  @Test func theProgramThatServesHasNothingOfDevelopment() async throws {
    let manifest = try await Manifest.read()
    let linked = manifest.linked(into: "casusregie")
    #expect(linked.contains { $0.name == "CaseDoor" })
    #expect(Self.development.intersection(linked.map(\.name)) == [])
    #expect(Self.development.subtracting(manifest.linked(into: "casusregie-dev").map(\.name)) == [])
    for target in linked where target.type != "system" {
      for (file, text) in try target.texts("swift") + target.texts("sql") {
        // Answers over queues are signed, as messages of a type that no token has.
        let signs = text.contains("Signing.PrivateKey") && !["SignedMessage.swift", "MessageKeys.swift"].contains(file)
        #expect(!signs, "\(file) could sign a token")
        #expect(!text.contains("table local_clock"), "\(file) could make a clock that can be moved")
      }
    }
  }

  /// `exit` takes down what threads may still use; `ProcessEnd` says more.
  @Test func theProgramEndsInOnePlace() async throws {
    let linked = try await Manifest.read().linked(into: "casusregie-dev").filter { $0.type != "system" }
    let calls = try linked.flatMap { target in
      try target.texts("swift").flatMap { file, text in
        text.matches(of: /\b_?exit\(/).map { "\(file): \($0.output)" }
      }
    }
    #expect(Set(calls) == ["ProcessEnd.swift: _exit("])
  }

  /// These fill tables for a benchmark, and hold what partners know against the tables themselves.
  private static let exempt: Set = ["Benchmarks", "Chaos"]

  /// All SQL about cases is in the store.
  @Test func onlyTheStoreSpeaksOfCasesInSQL() async throws {
    let program = try await Manifest.read().linked(into: "casusregie-dev").filter { $0.type != "system" }
    #expect(Self.store.subtracting(program.map(\.name)) == [])
    let tables = ["case_file", "case_party", "case_key", "journal", "outbox", "timer", "receipt"]
    for target in program where !Self.store.contains(target.name) && !Self.exempt.contains(target.name) {
      for (file, text) in try target.texts("swift") + target.texts("sql") {
        for table in tables {
          let found = text.range(of: "(from|into|update|join) \(table)\\b", options: .regularExpression)
          #expect(found == nil, "\(target.name): \(file) reads or writes \(table)")
        }
      }
    }
  }

  /// What is read for somebody is read as the role of readers. Decision 0055 has the reason of each of these.
  @Test func whatIsReadForSomebodyIsReadAsAReader() async throws {
    let asService = [
      "AcknowledgementList.swift": 1, "CalendarFeedStore.swift": 4, "CaseReader+calendar.swift": 2,
      "CaseReader+disclosures.swift": 1, "CaseReader+former.swift": 1, "CaseReader+setting.swift": 2,
      "DisclosureStore.swift": 4,
    ]
    var found: [String: Int] = [:]
    for (file, text) in try #require(await Manifest.read().target("CaseReading")).texts("swift") {
      let uses = text.matches(of: /\.(?:store \{|store\(\{|refusable|withConnection)/).count
      if uses > 0 { found[file] = uses }
    }
    #expect(found == asService)
  }

  /// Reading is held up by nothing that changes a case, and nothing that reads can change one.
  @Test func whatPeopleReadDoesNotGoThroughTheDoor() async throws {
    let reading = try await Manifest.read().linked(into: "CaseReading").map(\.name)
    #expect(reading.contains("StoreBase"))
    #expect(Set(reading).intersection(["CaseDoor", "Outbox", "DeadlineTimers"]) == [])
  }
}
