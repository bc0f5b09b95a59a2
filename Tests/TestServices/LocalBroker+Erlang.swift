import Foundation
package import LocalServices

extension LocalBroker {
  /// Runs Erlang expressions inside the broker and returns what they evaluate to, for what its management API cannot do.
  @discardableResult
  package func evaluate(_ expressions: String) async throws -> String {
    let node = try await node()
    guard let file = node.configFiles?.first else { throw ErlangFailure(reason: "no configuration file") }
    let home = URL(filePath: file).deletingLastPathComponent()
    let cookie = try String(contentsOf: home.appending(path: ".erlang.cookie"), encoding: .utf8)
    let arguments = try ["-address", "\(node.host):\(node.distributionPort())", "-c", cookie, "-e"]
    let answer = try await blocking { try Self.call(arguments, expressions) }
    guard answer.hasPrefix("{ok,") else { throw ErlangFailure(reason: answer) }
    return answer
  }

  private static func call(_ arguments: [String], _ expressions: String) throws -> String {
    let call = Process()
    call.executableURL = URL(filePath: "/usr/lib/erlang/bin/erl_call")
    call.arguments = arguments
    let (input, output) = (try ChildPipe(), try ChildPipe())
    call.standardInput = input.reading
    call.standardOutput = output.writing
    call.standardError = output.writing
    try call.start()
    try output.writing.close()
    try input.writing.write(contentsOf: Data((expressions + "\n").utf8))
    try input.writing.close()
    let answer = String(decoding: try output.reading.readToEnd() ?? Data(), as: UTF8.self)
    call.waitUntilExit()
    return answer
  }

  /// A quorum queue is lost for good when this broker (3.10) dies within seconds of its declaration: its list of queues is
  /// written with a delay. A test that kills the broker is not about that.
  package func settleNewQueues() async throws { try await evaluate("[ok = dets:sync(Table) || Table <- dets:all()].") }

  /// Raises the alarm by telling the broker that it may use no memory, or ends it.
  package func setMemoryAlarm(_ raised: Bool) async throws {
    try await evaluate(
      "vm_memory_monitor:set_vm_memory_high_watermark(\(raised ? "0.00001" : "{absolute, 1000000000}"))."
    )
  }

  /// Ends all connections as a cut of the network does, without a word.
  package func cutConnections() async throws {
    try await evaluate("[exit(Reader, kill) || Reader <- rabbit_networking:connections()].")
  }

  /// What the node knows of itself, which it tells some seconds after its start.
  private func node() async throws -> Node {
    let found = Signal<Node?>(nil)
    try await waitFor("the node's own description") {
      let nodes = try await JSONDecoder().decode([Node?].self, from: Data(manage("GET", "/api/nodes").utf8))
      // A node of a cluster tells of the others too.
      found.update { $0 = nodes.compactMap(\.self).first { $0.configFiles?.first?.hasPrefix(folder.path) == true } }
      return found.value?.configFiles != nil
    }
    guard let node = found.value else { throw ErlangFailure(reason: "no node") }
    return node
  }
}

private struct Node: Decodable {
  let name: String
  let configFiles: [String]?
  let osPID: String?

  enum CodingKeys: String, CodingKey {
    case name
    case configFiles = "config_files"
    case osPID = "os_pid"
  }

  /// Its name is `casusregie@localhost`, or has its address in a cluster.
  var host: Substring { name.split(separator: "@").last ?? "localhost" }

  /// The node listens for its peers where its command line says.
  func distributionPort() throws -> Int {
    let words = readKernelFile("/proc/\(osPID ?? "self")/cmdline").split(separator: "\0")
    guard let flag = words.firstIndex(of: "-erl_epmd_port"), let port = Int(words[flag + 1]) else {
      throw ErlangFailure(reason: "no port in \(words)")
    }
    return port
  }
}

/// The broker's Erlang did not do what was asked.
struct ErlangFailure: Error {
  let reason: String
}
