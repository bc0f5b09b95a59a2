import Foundation

/// The tables of `docs/privacy.md`.
struct PrivacyPage {
  /// What a column is: what the page calls its column of the table.
  enum Form: Int, CaseIterable {
    case plain = 1
    case encrypted, hashed, technical
  }

  private let sections: [String: [[String]]]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/privacy.md")
      .standardized
    var (sections, title): ([String: [[String]]], String) = ([:], "")
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("## ") { title = String(line.dropFirst(3)) }
      guard line.hasPrefix("| ") else { continue }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      sections[title, default: []].append(cells.map { $0.trimmingCharacters(in: .whitespaces) })
    }
    // The first row has the headings.
    self.sections = sections.mapValues { Array($0.dropFirst()) }
  }

  /// Each table with the forms of its columns; a column that is named twice has two.
  var columns: [String: [String: [Form]]] {
    var found: [String: [String: [Form]]] = [:]
    for row in sections["Each table and column"] ?? [] {
      for table in Self.names(row[0]) {
        for form in Form.allCases where row.count > form.rawValue {
          for column in Self.names(row[form.rawValue]) { found[table, default: [:]][column, default: []].append(form) }
        }
      }
    }
    return found
  }

  /// Whether it says why columns of a table are plain.
  func hasReason(for table: String) -> Bool {
    (sections["Two forms"] ?? []).flatMap { Self.names($0[0]) }.contains { name in
      name == table || name.hasPrefix("\(table).") || name.hasSuffix("*") && table.hasPrefix(name.dropLast())
    }
  }

  /// The tables that have something left of a destroyed case, with until when: a text for each row.
  var left: [String: [String]] {
    var found: [String: [String]] = [:]
    for row in sections["What a destroyed case leaves"] ?? [] {
      for name in Self.names(row[0]) {
        found[String(name.prefix { $0 != "." }), default: []].append(row.last ?? "")
      }
    }
    return found
  }

  /// The tables that can be read for a reader, with which rows of them are shown.
  var shown: [String: String] {
    var found: [String: String] = [:]
    for row in sections["What the database shows a reader"] ?? [] {
      for name in Self.names(row[0]) { found[name] = row.last ?? "" }
    }
    return found
  }

  /// Those that have it for good.
  var leftForGood: Set<String> { Set(left.filter { $0.value.contains { $0.hasPrefix("for good") } }.keys) }

  /// What is in code font.
  private static func names(_ cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }
}
