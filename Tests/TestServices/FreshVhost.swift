import Foundation
import LocalServices
import Synchronization

extension TestServices {
  private static let vhosts = Atomic(0)

  /// A virtual host of one test, on the shared broker: its name. The broker's administrator may do everything in it.
  package static func freshVhost() async throws -> String {
    let name = "test-\(vhosts.add(1, ordering: .relaxed).newValue)"
    try await broker().manage("PUT", "/api/vhosts/\(name)")
    return name
  }
}
