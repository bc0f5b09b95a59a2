import Foundation
import Testing

/// Pages that say which test shows something. One that was renamed or removed would leave the claim without its proof.
@Suite struct EvidenceTests {
  static let pages = ["docs/threat-model.md", "docs/bio2.md", "docs/design-rules.md"]

  /// A name is that of a suite (`TokenTests`, `AMQPTests/TLSTests`), of a folder of them (`JOSETests`) or of a script.
  @Test(arguments: pages) func everyTestIsThere(_ name: String) throws {
    let page = try Self.text(name)
    let known = try Self.suites()
    let named = Set(page.matches(of: #/`([A-Za-z]+\/)?([A-Z][A-Za-z]*Tests)`/#).map { String($0.output.2) })
    #expect(named.count > 5 && named.subtracting(known).sorted() == [], "\(name)")
    for script in page.matches(of: #/`(scripts\/[a-z-]+)`/#).map({ String($0.output.1) }) {
      #expect(FileManager.default.fileExists(atPath: Program.root.appending(path: script).path), "\(name): \(script)")
    }
  }

  /// Of all pages in `docs`, the table of decisions among them.
  @Test func everyPageThatIsNamedIsThere() throws {
    let names = try ["docs", "docs/operations", "docs/partners", "docs/decisions"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: Program.root.appending(path: folder).path).map {
        "\(folder)/\($0)"
      }
    }
    for name in names.filter({ $0.hasSuffix(".md") }) {
      let folder = Program.root.appending(path: name).deletingLastPathComponent()
      for link in try Self.text(name).matches(of: #/\]\(([^)#: ]+)(?:#([^) ]+))?\)/#) {
        let target = folder.appending(path: String(link.output.1)).standardized
        guard FileManager.default.fileExists(atPath: target.path) else {
          Issue.record("\(name): \(link.output.1) is not there")
          continue
        }
        guard let chapter = link.output.2.map(String.init), target.pathExtension == "md" else { continue }
        let chapters = Self.chapters(of: try String(contentsOf: target, encoding: .utf8))
        #expect(chapters.contains(chapter), "\(name): \(link.output.1) has no chapter \(chapter)")
      }
    }
  }

  /// What a control is called stands in the table once, so that nobody counts it twice.
  @Test func everyControlStandsOnce() throws {
    let rows = try Self.text("docs/bio2.md").split(separator: "\n").filter { $0.contains(#/^\| [58]\.[0-9]{2} /#) }
    let controls = rows.flatMap { row in
      row.split(separator: "|")[0].matches(of: #/\b([58]\.[0-9]{2}) [A-Z]/#).map { String($0.output.1) }
    }
    #expect(controls.count > 30 && Set(controls).count == controls.count && controls == controls.sorted())
    for row in rows { #expect(row.contains("Tests`") || row.contains("`scripts/"), "\(row.prefix(60)) has no test") }
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: Program.root.appending(path: name), encoding: .utf8)
  }

  /// The names of files and of folders of tests.
  private static func suites() throws -> Set<String> {
    let tests = Program.root.appending(path: "Tests")
    let all = try #require(FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil))
    let names = all.compactMap { ($0 as? URL)?.deletingPathExtension().lastPathComponent }
    return Set(names.filter { $0.hasSuffix("Tests") })
  }

  /// As GitHub makes addresses of headings.
  private static func chapters(of page: String) -> Set<String> {
    Set(
      page.split(separator: "\n").filter { $0.contains(#/^#+ /#) }.map { heading in
        heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
          .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }.replacing(" ", with: "-")
      }
    )
  }
}
