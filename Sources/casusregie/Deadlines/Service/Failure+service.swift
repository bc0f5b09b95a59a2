import AsyncHTTPClient
import NIOCore
import NIOSSL
import StrictJSON

extension Failure {
  /// What the service answered instead of doing what was asked: each rule or fault on a line of its own.
  init(refusal: ByteBuffer, status: Int, of address: ServiceAddress, _ limits: JSONLimits) {
    // A proxy in between explains itself otherwise; then the status is all there is.
    let problem = try? JSONReader.read(Array(refusal.readableBytesView), within: limits)
    guard let detail = problem?["detail"]?.string else {
      self.init(
        (300..<400).contains(status)
          ? "\(address) verwijst door naar een ander adres. Dat wordt niet gevolgd, want uw toegangstoken zou meegaan: noem "
            + "het goede adres met --service."
          : "\(address) antwoordt met status \(status), zonder uitleg."
      )
      return
    }
    let faults = (problem?["fouten"]?.items ?? []).map { fault in
      [fault["veld"]?.string, fault["melding"]?.string].compactMap(\.self).joined(separator: ": ")
    }
    let rules = (problem?["regels"]?.items ?? []).compactMap(\.string)
    let told = faults.isEmpty ? rules : faults
    let text = (told.isEmpty ? [detail] : told).map(Terminal.line).joined(separator: "\n")
    self.init(status == 401 ? "U bent niet aangemeld. \(text)" : text)
  }

  /// No answer came.
  /// - Parameter isQuestion: whether it changes nothing.
  init(lost error: any Error, at address: ServiceAddress, isQuestion: Bool) {
    let reason =
      switch error {
      case is NIOTooManyBytesError: "Het antwoord van \(address) is langer dan dit programma leest."
      case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
        "De dienst op \(address) antwoordt niet op tijd."
      case let error where Self.isOfTLS(error):
        "De dienst op \(address) toont geen certificaat dat wordt vertrouwd. Noem met --ca-file dat van uw organisatie."
      default: "De dienst op \(address) is niet te bereiken. Klopt het adres, en draait de dienst?"
      }
    self.init(isQuestion ? reason : reason + " Kijk met «deadline settings» of het is uitgevoerd.")
  }

  private static func isOfTLS(_ error: any Error) -> Bool {
    error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
  }
}
