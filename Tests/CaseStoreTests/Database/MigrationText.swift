import Foundation

/// The text of a migration, read for what a program that was made for the schema before it would notice.
///
/// It is no reader of SQL: it knows the statements that migrations have, and calls too much a fault rather than too little.
struct MigrationText {
  let version: Int
  /// Without comments and bodies of functions, in lower case, with one space between words.
  let statements: [String]

  /// All of them, in order.
  static func all(in folder: URL) throws -> [MigrationText] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
    return try names.sorted().map { name in
      let version = Int(name.dropFirst().prefix { $0.isNumber }) ?? 0
      return MigrationText(version, try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
  }

  init(_ version: Int, _ sql: String) {
    self.version = version
    let bare = sql.replacing(#/--[^\n]*/#, with: "").replacing(#/(?s)\$([a-z_]*)\$.*?\$\1\$/#, with: "$$")
    statements = bare.lowercased().split(separator: ";").map { statement in
      statement.split { $0.isWhitespace }.joined(separator: " ")
    }
    .filter { !$0.isEmpty }
  }

  /// The statements that take something away, or ask something of rows that the former program does not know of.
  var contracting: [String] { statements.filter(isContracting) }

  private func isContracting(_ statement: String) -> Bool {
    // Of a table that this step makes the former program knows nothing.
    if let table = Self.table(of: statement), made.contains(table) { return false }
    return Self.forms.contains { statement.contains($0) } || Self.addsColumnThatIsAsked(statement)
  }

  private var made: Set<String> {
    Set(
      statements.compactMap {
        $0.firstMatch(of: #/^create table (?:if not exists )?([a-z_.]+)/#).map { String($0.output.1) }
      }
    )
  }

  private static func table(of statement: String) -> String? {
    let named = #/^(?:alter table|create (?:unique )?index [a-z_]+ on) ([a-z_.]+)/#
    let watched = #/^create (?:constraint )?trigger [a-z_]+ .*? on ([a-z_.]+) for each/#
    return (statement.firstMatch(of: named) ?? statement.firstMatch(of: watched)).map { String($0.output.1) }
  }

  /// `Regex` is not `Sendable`, so they are made where they are used.
  private static var forms: [Regex<Substring>] {
    [
      #/^drop (?:table|view|function|procedure|schema|type|role|sequence|trigger)\b/#,
      // A column as well as a constraint: one that is made anew with more in it is told so by hand.
      #/^alter table\b.*\bdrop\b/#,
      #/^alter .*\brename\b/#,
      #/^alter table\b.*\balter (?:column )?[a-z_]+ (?:set data )?type\b/#,
      #/^alter table\b.*\bset not null\b/#,
      #/^alter table\b.*\badd (?:constraint|check|unique|primary key|foreign key|exclude)\b/#,
      #/^create unique index\b/#,
      #/^create (?:constraint )?trigger\b/#,
      #/^(?:truncate|delete|update)\b/#,
      #/^revoke\b.*\bfrom casusregie_service\b/#,
      // What it does is in its body.
      #/^do\b/#,
    ]
  }

  /// A column that must have a value and has none by itself: the former program writes rows without it.
  private static func addsColumnThatIsAsked(_ statement: String) -> Bool {
    guard statement.hasPrefix("alter table") else { return false }
    return statement.split(separator: " add ").dropFirst().contains { column in
      column.contains("not null") && !column.contains("default") && !column.contains("generated")
    }
  }
}
