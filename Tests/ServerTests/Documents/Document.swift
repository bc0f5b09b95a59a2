import Foundation

/// A page for people, read for what it tells them to type.
struct Document {
  /// A block of text between fences, as it stands there.
  struct Block {
    let language: String
    let lines: [String]
    /// Of the page, counted from 1: that of the first fence.
    let line: Int
  }

  let name: String
  let blocks: [Block]
  /// Commands within a line, between back quotes.
  private let inline: [String]

  init(_ name: String) throws {
    let text = try String(contentsOf: Program.root.appending(path: name), encoding: .utf8)
    self.init(name, text)
  }

  init(_ name: String, _ text: String) {
    self.name = name
    var blocks: [Block] = []
    var prose: [String] = []
    var open: (language: String, indent: Int, lines: [String], line: Int)?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).enumerated() {
      let bare = line.drop { $0 == " " }
      guard bare.hasPrefix("```") else {
        let text = String(line.dropFirst(open?.indent ?? line.count - bare.count))
        if open == nil { prose.append(text) } else { open?.lines.append(text) }
        continue
      }
      if let block = open {
        blocks.append(Block(language: block.language, lines: block.lines, line: block.line))
        open = nil
      } else {
        open = (String(bare.dropFirst(3)), line.count - bare.count, [], number + 1)
      }
    }
    self.blocks = blocks
    let spans = prose.joined(separator: " ").split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    inline = spans.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }

  /// The pages that people read.
  static func all() throws -> [Document] {
    let files = FileManager.default
    var names = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "workflows/README.md"]
    for folder in ["docs", "docs/operations", "docs/partners", "docs/clients", "docs/decisions"] {
      let found = try files.contentsOfDirectory(atPath: Program.root.appending(path: folder).path).sorted()
      names += found.filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }
    return try names.map { try Document($0) }
  }

  /// What it tells people to run: whole commands, each with what it is continued with.
  var commands: [String] {
    let typed = blocks.filter { ["sh", ""].contains($0.language) }.flatMap { Self.joined($0.lines) }
    return (typed + inline).compactMap(Self.command)
  }

  private static func joined(_ lines: [String]) -> [String] {
    lines.joined(separator: "\n").replacing("\\\n", with: " ").split(separator: "\n").map(String.init)
  }

  /// The command of a line, without a comment behind it; `nil` when it is none of ours, or only names one.
  private static func command(_ line: String) -> String? {
    let text = line.trimmingCharacters(in: .whitespaces).replacing(#/ +# .*$/#, with: "").replacing(#/^\$ /#, with: "")
    guard text.contains(#/(^|[(;)] ?)(casusregie|casusregie-dev|scripts/(run|start|demo|bench)) [a-z-]/#) else {
      return nil
    }
    return text
  }
}
