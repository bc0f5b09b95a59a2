import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import OrderedCollections
import StrictJSON

extension Failure {
  /// What the service answered instead of doing what was asked: each rule or fault on a line of its own.
  /// - Parameter names: by which the faults are told.
  init(refusal: ByteBuffer, status: Int, of address: ServiceAddress, _ names: OptionNames, _ limits: JSONLimits) {
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
    // What is set of several deadlines has its fault with each of them.
    let faults = OrderedSet(
      (problem?["fouten"]?.items ?? []).map { fault in
        [fault["veld"]?.string.map(names.option), fault["melding"]?.string].compactMap(\.self).joined(separator: ": ")
      }
    )
    let rules = (problem?["regels"]?.items ?? []).compactMap(\.string)
    let told = faults.isEmpty ? rules : Array(faults)
    let text = (told.isEmpty ? [detail] : told).map(Terminal.line).joined(separator: "\n")
    // Somebody who signed in, and not strongly enough, is told how in the text.
    let isUnknown = status == 401 && problem?["code"]?.string != "insufficient-authentication"
    self.init(isUnknown ? "U bent niet aangemeld. \(text)" : text)
  }

  /// No answer came.
  /// - Parameter isQuestion: whether it changes nothing.
  init(lost error: any Error, at address: ServiceAddress, isQuestion: Bool) {
    let reason =
      switch error {
      case is NIOTooManyBytesError: "Het antwoord van \(address) is langer dan dit programma leest."
      case let error as HTTPClientError where Self.tooLate.contains(error):
        "De dienst op \(address) antwoordt niet op tijd."
      case let error where Self.isOfTLS(error):
        "Wat op \(address) antwoordt, toont geen certificaat dat wordt vertrouwd, of spreekt geen TLS. Noem met --ca-file het "
          + "certificaat van uw organisatie."
      case let error where Self.isOfName(error):
        "De naam in het adres \(address) is niet te vinden. Klopt het adres, en is er een netwerk?"
      case let error where Self.isRefusal(error):
        "Op \(address) luistert niets: de verbinding wordt geweigerd. Klopt het adres, en draait de dienst?"
      default:
        "De dienst op \(address) is niet te bereiken, of verbreekt de verbinding. Klopt het adres, en draait de dienst?"
      }
    self.init(isQuestion ? reason : reason + " Kijk met «deadline settings» of het is uitgevoerd.")
  }

  private static let tooLate: [HTTPClientError] = [
    .deadlineExceeded, .readTimeout, .writeTimeout, .connectTimeout, .tlsHandshakeTimeout,
  ]

  private static func isOfTLS(_ error: any Error) -> Bool {
    // Which breaks off what was well under way.
    guard error as? NIOSSLError != .uncleanShutdown else { return false }
    return error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
  }

  /// Whether no machine goes by that name.
  private static func isOfName(_ error: any Error) -> Bool {
    guard let error = error as? NIOConnectionError else { return false }
    return error.connectionErrors.isEmpty && error.dnsAError != nil && error.dnsAAAAError != nil
  }

  /// Whether a machine is there, and nothing listens on it.
  private static func isRefusal(_ error: any Error) -> Bool {
    let errors = (error as? NIOConnectionError)?.connectionErrors.map(\.error) ?? [error]
    return !errors.isEmpty && errors.allSatisfy { ($0 as? IOError)?.errnoCode == ECONNREFUSED }
  }
}
