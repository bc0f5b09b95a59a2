import Foundation

/// One target of the package.
struct Target: Decodable {
  struct Dependency: Decodable {
    /// Of a target of ours.
    let byName: [String?]?
    /// Of a product of another package: its name, and then the package's. A product is named after its module.
    let product: [String?]?
  }

  let name: String
  let type: String
  let path: String?
  let dependencies: [Dependency]

  var isTest: Bool { type == "test" }

  /// Those of ours that it may import.
  var modules: [String] { dependencies.compactMap { $0.byName?.first ?? nil } }
  var products: [String] { dependencies.compactMap { $0.product?.first ?? nil } }

  var folder: URL { Program.root.appending(path: path ?? "\(isTest ? "Tests" : "Sources")/\(name)") }

  /// What the target's files say, by their names.
  func texts(_ suffix: String) throws -> [(file: String, text: String)] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let found = (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == suffix }
    return try found.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  /// The modules that its sources import.
  func imports() throws -> Set<String> {
    let imports = /^(?:@[a-z]+ )*(?:(?:public|package|internal) )?import (?:(?:struct|class|enum|func|protocol) )?(\w+)/
    return Set(
      try texts("swift").flatMap { $0.text.matches(of: imports.anchorsMatchLineEndings()).map { String($0.output.1) } }
    )
  }
}
