import Foundation
import Testing

/// Holds the imports in the sources to the table in `Package.swift`: a module may import its own modules only from
/// further down, and the C libraries only in their wrappers.
@Suite struct ArchitectureTests {
  /// From the bottom up: what each of our modules may import of our modules.
  private static let table: KeyValuePairs<String, Set<String>> = [
    "CaseCore": [],
    "BlockingExecutor": [],
    "LocalServices": [],
    "WorkflowFiles": ["CaseCore"],
    "WorkflowDiagrams": ["CaseCore"],
    "StrictJSON": [],
    "Identity": ["CaseCore", "StrictJSON"],
    "Requests": ["CaseCore", "StrictJSON"],
    "Simulation": ["CaseCore", "WorkflowFiles"],
    "Postgres": ["CLibpq", "BlockingExecutor"],
    "AMQP": ["CRabbitMQ", "BlockingExecutor"],
    "CaseStore": ["CaseCore", "Postgres"],
    "Messaging": ["CaseCore", "CaseStore", "AMQP"],
    "Timers": ["CaseCore", "CaseStore"],
    "CaseAPI": ["CaseCore", "StrictJSON", "Identity", "Requests", "CaseStore"],
    "Server": [
      "CaseCore", "WorkflowFiles", "StrictJSON", "Identity", "Postgres", "AMQP", "CaseStore", "Messaging", "Timers",
      "CaseAPI",
      "LocalServices",
    ],
    "Demo": ["CaseCore", "WorkflowFiles", "AMQP", "CaseStore", "LocalServices", "Server"],
    // Its bare publisher is what the relay is held against, so it calls the C library itself.
    "Benchmarks": [
      "CaseCore", "WorkflowFiles", "Postgres", "AMQP", "CRabbitMQ", "CaseStore", "Messaging", "LocalServices", "Server",
    ],
    "casusregie": [
      "CaseCore", "WorkflowFiles", "WorkflowDiagrams", "Simulation", "StrictJSON", "Identity", "CaseStore", "CaseAPI",
      "Server", "Demo", "Benchmarks",
    ],
  ]

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// What CaseCore may import beside its own: nothing with a clock, randomness, files or a network. `Swift` is named for
  /// its normal forms of Unicode.
  private static let pure: Set<String> = ["OrderedCollections", "Swift"]

  /// `exit` takes down what threads may still use; `ProcessEnd` says more.
  @Test func theProgramEndsInOnePlace() throws {
    let folder = Self.root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    let calls = try files.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: /\b_?exit\(/).map {
        "\(file.lastPathComponent): \($0.output)"
      }
    }
    #expect(Set(calls) == ["ProcessEnd.swift: _exit("])
  }

  @Test(arguments: Self.table.map(\.key))
  func importsPointDown(module: String) throws {
    let own = Set(Self.table.map(\.key)).union(["CLibpq", "CRabbitMQ"])
    let allowed = try #require(Self.table.first { $0.key == module }?.value)
    let imports = try Self.imports(of: module)
    #expect(imports.intersection(own).subtracting(allowed) == [])
    if module == "CaseCore" { #expect(imports.subtracting(Self.pure) == []) }
  }

  @Test func theTableKnowsEveryModule() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
    #expect(
      Set(folders).subtracting(["CLibpq", "CRabbitMQ"]) == Set(Self.table.map(\.key)).subtracting(["Benchmarks"])
    )
  }

  /// All SQL about cases is in the store.
  @Test(arguments: ["Messaging", "Timers", "CaseAPI", "Server", "Demo", "casusregie"])
  func onlyTheStoreSpeaksOfCasesInSQL(module: String) throws {
    let tables = ["case_file", "case_party", "case_key", "journal", "outbox", "timer", "receipt"]
    for (file, text) in try Self.sources(of: module) {
      for table in tables {
        let found = text.range(of: "(from|into|update|join) \(table)\\b", options: .regularExpression)
        #expect(found == nil, "\(file) reads or writes \(table)")
      }
    }
  }

  private static func imports(of module: String) throws -> Set<String> {
    var names: Set<String> = []
    for (_, text) in try sources(of: module) {
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1 else { continue }
        names.insert(words[index + 1])
      }
    }
    return names
  }

  private static func sources(of module: String) throws -> [(file: String, text: String)] {
    let folder = root.appending(path: module == "Benchmarks" ? module : "Sources/\(module)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let swift = (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    try #require(!swift.isEmpty, "\(module) has no sources where they are looked for")
    return try swift.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }
}
