/// Why a message is not taken. It holds nothing of the message.
package enum JOSEError: Error, Hashable, Sendable {
  /// It is not in the compact form (RFC 7515, 7.1; RFC 7516, 7.1), or its header is none.
  case malformed
  /// Another algorithm, encryption or type than the one that is used here.
  case algorithm
  /// It names a key that is not known here.
  case unknownKey
  /// It cannot be opened with the key that it names, or was changed.
  case decryption
  /// The signature is not of the key that it names.
  case signature
}
