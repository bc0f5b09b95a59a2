/// The sender of the events, and the address at which their recipients find the cases.
public struct EventSource: Sendable {
  /// `urn:nld:oin:<oin>:systeem:casusregie`.
  let urn: String
  /// Before the id of a case; it ends with a slash.
  let cases: String
  /// Before the id under which somebody began a case; it ends with a slash.
  let receipts: String
  /// The health page of the service.
  let health: String

  /// - Parameters:
  ///   - operatorNumber: the number (OIN) of the organisation that runs the service.
  ///   - baseURL: the address of the REST API as recipients reach it, with or without a slash at its end.
  public init(operatorNumber: String, baseURL: String) {
    urn = "urn:nld:oin:\(operatorNumber):systeem:casusregie"
    let base = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    cases = "\(base)/v1/casussen/"
    receipts = "\(base)/v1/ontvangstbewijzen/"
    health = "\(base)/health/ready"
  }
}
