import Foundation

/// A cut of the network between one node of a local cluster and the others: what they send each other is dropped, and clients reach all of
/// them as before. It changes the rules of routing, so it is made only in a network namespace whose rules may be changed
/// (`scripts/chaos-cut` makes one).
package struct BrokerCut: Sendable {
  private static let priority = "1"

  private let ip: String
  /// Each direction: from whom, to whom.
  private let ways: [(String, String)]

  /// - Parameters:
  ///   - number: of the node, from 1.
  ///   - count: how many nodes the cluster has.
  /// - Throws: ``LocalServiceError/programMissing(program:packages:)`` without `ip`.
  package init(of number: Int, among count: Int) throws(LocalServiceError) {
    ip = try Program("ip", folders: ["/usr/sbin", "/sbin"], packages: ["iproute2"]).path
    let own = BrokerMember.address(of: number)
    let others = (1...count).filter { $0 != number }.map(BrokerMember.address)
    ways = others.flatMap { [(own, $0), ($0, own)] }
  }

  /// Whether this network namespace is one for that: addresses of the machine itself are looked up after other rules.
  package func isPossible() async throws -> Bool {
    let rules = try await run(["rule", "show"])
    return rules.status == 0 && !rules.output.split(separator: "\n").contains { $0.hasPrefix("0:") }
  }

  package func make() async throws { try await change("add") }

  package func end() async throws { try await change("del") }

  private func change(_ verb: String) async throws {
    for (from, to) in ways {
      let rule = ["rule", verb, "pref", Self.priority, "from", from, "to", to, "prohibit"]
      let outcome = try await run(rule)
      guard outcome.status == 0 else {
        throw LocalServiceError.notStarted(
          service: "cut between nodes",
          fault: .ended(status: Int(outcome.status)),
          log: [outcome.output]
        )
      }
    }
  }

  private func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
    try await Program.run([ip] + arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
  }
}
