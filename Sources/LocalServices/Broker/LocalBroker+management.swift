import Foundation

extension LocalBroker {
  /// Calls the management API as the administrator and returns the body of its answer.
  ///
  /// - Parameter path: with everything percent-encoded that needs it, such as `/api/vhosts/test`.
  @discardableResult
  package func manage(_ method: String, _ path: String, json: String = "") async throws(ManagementRefusal) -> String {
    let credentials = Data("\(adminUser):\(adminPassword)".utf8).base64EncodedString()
    let request = """
      \(method) \(path) HTTP/1.0\r
      Authorization: Basic \(credentials)\r
      Content-Type: application/json\r
      Content-Length: \(json.utf8.count)\r
      \r
      \(json)
      """
    let port = managementPort
    let bytes = await DispatchQueue.global().run {
      Loopback.ask(port: port, Array(request.utf8), untilHangUp: true, seconds: 30)
    }
    let answer = String(decoding: bytes, as: UTF8.self)
    let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    guard (200..<300).contains(status) else { throw ManagementRefusal(method: method, path: path, status: status) }
    return answer.firstRange(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) } ?? ""
  }
}

/// The management API did not do what was asked.
package struct ManagementRefusal: Error, CustomStringConvertible {
  package let method: String
  package let path: String
  /// The HTTP status, or 0 when there was no answer.
  package let status: Int

  package var description: String { "\(method) \(path): status \(status)" }
}
