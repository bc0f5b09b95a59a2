import Foundation
import Synchronization

/// The ports of a service in a folder that is kept: it gets them again at its next start, when they are free. Whoever was told where
/// it is, as a client of the broker is, finds it there again.
final class KeptPorts: Sendable {
  /// `nil` in a temporary folder.
  private let file: URL?
  private let known: Mutex<[Int]>

  init(_ folder: LocalFolder) {
    if case .kept(let url) = folder { file = url.appending(path: "ports") } else { file = nil }
    // In a new folder there is none, and what is no number is no port.
    let text = file.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    known = Mutex(text.split(separator: " ").compactMap { Int($0) })
  }

  /// One of those that are known, in their order, or any that is free.
  func next() -> Int {
    let port = known.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    return port.flatMap { Loopback.isFree($0) ? $0 : nil } ?? Loopback.freePort()
  }

  func keep(_ ports: [Int]) {
    guard let file else { return }
    // Without the file the next start takes others.
    try? Data(ports.map(String.init).joined(separator: " ").utf8).write(to: file)
  }
}
