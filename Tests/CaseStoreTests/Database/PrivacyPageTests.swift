import Foundation
import Testing

/// Holds `docs/privacy.md` to the schema, which `MigratorTests` holds to the migrations.
@Suite("What the page on privacy says is stored") struct PrivacyPageTests {
  @Test("is each column of each table, once, and nothing else") func columns() throws {
    let (described, schema) = (try PrivacyPage().columns, try Self.schema())
    #expect(schema.count > 30)
    #expect(Set(described.keys) == Set(schema.keys))
    for (table, columns) in schema {
      let forms = described[table] ?? [:]
      #expect(Set(forms.keys) == Set(columns.keys), "\(table)")
      #expect(forms.filter { $0.value.count != 1 } == [:], "\(table): named twice")
    }
  }

  /// A column that holds text or a number is neither encrypted nor a hash.
  @Test("has the form that it says") func forms() throws {
    let schema = try Self.schema()
    for (table, columns) in try PrivacyPage().columns {
      for (column, forms) in columns {
        let type = schema[table]?[column] ?? ""
        if forms.contains(.encrypted) { #expect(type == "bytea", "\(table).\(column)") }
        if forms.contains(.hashed) { #expect(["bytea", "uuid"].contains(type), "\(table).\(column)") }
        // The public keys of partners.
        if forms.contains(.plain), "\(table).\(column)" != "partner_key.point" {
          #expect(type != "bytea", "\(table).\(column)")
        }
      }
    }
  }

  @Test("has a reason where it is plain") func reasons() throws {
    let page = try PrivacyPage()
    let plain = page.columns.filter { $0.value.values.contains { $0.contains(.plain) } }.keys
    #expect(plain.filter { !page.hasReason(for: $0) } == [])
  }

  @Test("is there in the schema, where it says what a destroyed case leaves") func left() throws {
    let page = try PrivacyPage()
    #expect(page.leftForGood.count > 4)
    #expect(Set(page.left.keys).subtracting(try Self.schema().keys) == [])
  }

  /// Each table with the types of its columns; outside `public` it has its schema before its name.
  private static func schema() throws -> [String: [String: String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../schema.sql").standardized
    var (tables, name): ([String: [String: String]], String?) = ([:], nil)
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(whereSeparator: { " ,".contains($0) }).map(String.init)
      if line.hasPrefix("CREATE TABLE ") {
        name = words[2].replacing("public.", with: "")
      } else if line.hasPrefix(")") {
        name = nil
      } else if let name, words.count > 1, words[0] != "CONSTRAINT" {
        tables[name, default: [:]][words[0]] = words[1]
      }
    }
    return tables
  }
}
