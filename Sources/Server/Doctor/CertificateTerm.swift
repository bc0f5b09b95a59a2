import Foundation
import NIOSSL

/// From when until when a certificate holds.
struct CertificateTerm: Sendable, Hashable {
  let from: Date
  let until: Date

  /// In days. With fewer left somebody should get another one.
  static let warningDays = 30.0

  init(_ certificate: NIOSSLCertificate) {
    from = Date(timeIntervalSince1970: TimeInterval(certificate.notValidBefore))
    until = Date(timeIntervalSince1970: TimeInterval(certificate.notValidAfter))
  }

  /// - Parameter subject: what the certificate is, at the beginning of a sentence.
  func finding(_ code: Doctor.Code, _ subject: String, at now: Date = Date()) -> Doctor.Finding {
    if until < now { return Doctor.Finding(code, .fault, "\(subject) ended at \(Self.text(until))") }
    if from > now { return Doctor.Finding(code, .fault, "\(subject) holds from \(Self.text(from)) on only") }
    let isSoon = until.timeIntervalSince(now) < Self.warningDays * 86_400
    return Doctor.Finding(code, isSoon ? .warning : .ok, "\(subject) ends at \(Self.text(until))")
  }

  private static func text(_ moment: Date) -> String { moment.formatted(.iso8601) }
}
