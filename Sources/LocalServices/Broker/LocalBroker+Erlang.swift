import Foundation

extension LocalBroker {
  /// Runs Erlang expressions inside the broker, for what its management API cannot do.
  /// - Returns: what they evaluate to, as `{ok, VALUE}`.
  /// - Throws: ``ErlangFailure``, when they fail, and when the broker is away.
  @discardableResult
  package func evaluate(_ expressions: String) async throws -> String {
    let cookie = try String(contentsOf: folder.appending(path: ".erlang.cookie"), encoding: .utf8)
    let environment = guardian.plan.environment
    // Its name is `casusregie@localhost`, or has its address in a cluster.
    guard let host = environment["RABBITMQ_NODENAME"]?.split(separator: "@").last,
      let port = environment["RABBITMQ_DIST_PORT"]
    else { throw ErlangFailure(reason: "a node without a name or a port") }
    let arguments = ["-address", "\(host):\(port)", "-c", cookie, "-e"]
    let answer = try await DispatchQueue.global().run { try Self.call(arguments, expressions) }
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
}

/// The broker's Erlang did not do what was asked.
package struct ErlangFailure: Error, CustomStringConvertible {
  package let reason: String

  package var description: String { "the broker did not evaluate what was asked: \(reason)" }
}
