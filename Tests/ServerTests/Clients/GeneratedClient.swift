import Foundation
import TestServices
import Testing

/// A client that a generator made, in a folder of its own, with the program of `docs/clients` that uses it.
struct GeneratedClient {
  enum Language: String, CaseIterable {
    case python, typescript

    fileprivate var program: String { self == .python ? "client.py" : "client.ts" }
  }

  private let language: Language
  private let folder: TemporaryFolder
  private let tools: String

  /// Generates and compiles it.
  init(_ language: Language, of description: Data) async throws {
    self.language = language
    folder = try TemporaryFolder()
    let file = "\(folder.path)/openapi.json"
    try description.write(to: URL(filePath: file))
    let program = Program.root.appending(path: "docs/clients/\(language.program)")
    // Under another name than that of the client beside it.
    let copy = "\(folder.path)/main.\(program.pathExtension)"
    try FileManager.default.copyItem(at: program, to: URL(filePath: copy))
    tools = try await ClientGenerators.folder().path
    try await ClientGenerators.make(language.rawValue, of: file, in: folder.path)
  }

  /// - Returns: what its program prints.
  func run(_ environment: [String: String]) async throws -> String {
    let child =
      switch language {
      case .python:
        try await ChildProcess(["\(folder.path)/main.py"], program: "\(tools)/python", environment: environment)
      case .typescript:
        try await ChildProcess(["\(folder.path)/js/main.js"], program: "/usr/bin/node", environment: environment)
      }
    #expect(try await child.ended() == 0, "\(child.errors)")
    return child.output
  }
}
