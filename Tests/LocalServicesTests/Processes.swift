import Foundation
import TestServices
import Testing

/// The processes that belong to a service's folder: those that name it on their command line or in their environment,
/// or work in it.
struct Processes {
  let ids: [String]

  init(of folder: URL) { ids = Self.all.filter { Self.belongs($0, to: folder.path) } }

  /// Those with the text on their command line.
  init(naming text: String) { ids = Self.all.filter { readKernelFile("/proc/\($0)/cmdline").contains(text) } }

  private static var all: [String] {
    // A process may end between being listed and being read; then it does not count.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { $0.allSatisfy(\.isNumber) }
  }

  /// Whether every thread of every one of them but the guard, a shell, stands still.
  var isFrozen: Bool {
    ids.allSatisfy { id in
      let name = readKernelFile("/proc/\(id)/comm")
      let isGuard = ["sh\n", "setsid\n"].contains(name) && readKernelFile("/proc/\(id)/cmdline").contains("guard.sh")
      return isGuard || Self.threads(of: id).allSatisfy { readKernelFile($0 + "/status").contains("State:\tT") }
    }
  }

  private static func threads(of id: String) -> [String] {
    // As in `all`.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
    return names.map { "/proc/\(id)/task/\($0)" }
  }

  private static func belongs(_ id: String, to folder: String) -> Bool {
    let workingFolder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")
    return workingFolder?.hasPrefix(folder) == true
      || readKernelFile("/proc/\(id)/cmdline").contains(folder)
      || readKernelFile("/proc/\(id)/environ").contains(folder)
  }
}

/// The addresses on which somebody listens on `port`, as the kernel writes them: `0100007F` is 127.0.0.1.
///
/// The kernel makes the table in pieces, as it is read: what others open and close meanwhile may have it leave out a line, or
/// repeat one. So it is read until the port is in it.
func listeningAddresses(port: Int) async throws -> Set<String> {
  var addresses: Set<String> = []
  try await waitFor("somebody who listens on \(port)") {
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
      for line in readKernelFile(table).split(separator: "\n").dropFirst() {
        let columns = line.split(separator: " ")
        let (local, isListening) = (columns[1].split(separator: ":"), columns[3] == "0A")
        if isListening, Int(local[1], radix: 16) == port { addresses.insert(String(local[0])) }
      }
    }
    return !addresses.isEmpty
  }
  return addresses
}

/// A folder of one test, below the system's temporary folder.
func withFolder(_ body: (URL) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "casusregie-test-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
  try await body(folder)
}
