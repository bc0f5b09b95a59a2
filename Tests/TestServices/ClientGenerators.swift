package import Foundation

/// `scripts/api/client-generators`, with what it installs the first time.
package enum ClientGenerators {
  /// - Returns: the folder of the programs that it runs by.
  package static func folder() async throws -> URL {
    try await blocking { try ScriptRun.path(by: "api/client-generators") }
  }

  /// Makes a client and compiles it.
  /// - Parameter language: as the script calls it.
  package static func make(_ language: String, of description: String, in folder: String) async throws {
    try await blocking {
      let script = ScriptRun.root.appending(path: "scripts/api/client-generators").path
      _ = try ScriptRun.output(of: "/bin/bash", [script, language, description, folder])
    }
  }
}
