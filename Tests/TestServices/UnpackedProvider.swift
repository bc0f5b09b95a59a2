package import Foundation

/// The OpenID provider that `scripts/identity-provider` unpacks.
package enum UnpackedProvider {
  /// The first time, this downloads it.
  package static func folder() async throws -> URL {
    try await blocking { try ScriptRun.path(by: "identity-provider") }
  }
}
