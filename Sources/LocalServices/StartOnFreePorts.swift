import Foundation

/// Runs `start` with ports that are free; another process may still take one first, so it tries again with others.
func startOnFreePorts<Service>(
  _ count: Int,
  _ start: ([Int]) async throws(LocalServiceError) -> Service
) async throws(LocalServiceError) -> Service {
  for _ in 1..<5 {
    do {
      return try await start((0..<count).map { _ in Loopback.freePort() })
    } catch .notStarted(_, _, let log) where log.contains(where: saysPortTaken) {
      continue
    }
  }
  return try await start((0..<count).map { _ in Loopback.freePort() })
}

private func saysPortTaken(_ line: String) -> Bool {
  line.contains("Address already in use") || line.contains("eaddrinuse")
}
