import CaseCore
import Foundation
import StoreBase
import Testing

@Suite struct IdentityMarkTests {
  private let keyring: Keyring
  private let born = CivilDate(year: 1999, month: 4, day: 5)

  init() throws { keyring = try Keyring(text: Keyring.newText(keyName: "a")) }

  private func mark(_ surname: String, of workflow: String = "hulp", by keyring: Keyring? = nil) -> IdentityMark {
    let person = RecordedPerson(surname: surname, initials: "A.", born: born)
    return IdentityMark(person, subject: "betrokkene", workflow: workflow, keyring: keyring ?? self.keyring)
  }

  @Test func hasSomethingInCommonForOnePersonInOneProcess() throws {
    let other = try Keyring(text: Keyring.newText(keyName: "a"))
    let one = mark("van den Berg-Jansen")
    #expect(!one.hashes.isDisjoint(with: mark("Jansen").hashes))
    #expect(one.hashes.isDisjoint(with: mark("Bakker").hashes))
    // Another process is another task, and who has no key cannot try names.
    #expect(one.hashes.isDisjoint(with: mark("Jansen", of: "vergunning").hashes))
    #expect(one.hashes.isDisjoint(with: mark("Jansen", by: other).hashes))
  }

  @Test func isSealedForItsCaseAndItsIdentity() throws {
    let (cipher, other) = (CaseCipher(newCase: UUID()), CaseCipher(newCase: UUID()))
    let mark = mark("Jansen")
    let sealed = try mark.sealed(by: cipher)
    #expect(try IdentityMark.open(sealed, of: "betrokkene", by: cipher) == mark)
    // The same mark is other bytes each time.
    #expect(try mark.sealed(by: cipher) != sealed)
    #expect(throws: StoreError.self) { try IdentityMark.open(sealed, of: "kind", by: cipher) }
    #expect(throws: StoreError.self) { try IdentityMark.open(sealed, of: "betrokkene", by: other) }
  }

  @Test func whatOneCaseRemembersOfTheOtherIsNotWhatTheOtherDoes() {
    let (one, other, mark) = (UUID(), UUID(), mark("Jansen"))
    let pair = keyring.identityPair(of: one, mark, with: other, mark)
    #expect(pair == keyring.identityPair(of: one, mark, with: other, mark))
    #expect(pair != keyring.identityPair(of: other, mark, with: one, mark))
    #expect(pair != keyring.identityPair(of: one, mark, with: other, self.mark("Bakker")))
  }

  /// As it was stored first: bytes that never change. A later release adds fields, which this one passes over.
  @Test func isReadAsItWasStored() throws {
    let hash = UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
    let bytes: [UInt8] = [3, 0x0a, 4, 0x6b, 0x69, 0x6e, 0x64, 0x10, 2, 0x1a, 16] + Array(0...15)
    let mark = IdentityMark(subject: "kind", rules: 1, hashes: [hash])
    #expect(ContentCoder.encoded(mark) == Data(bytes))
    #expect(try ContentCoder.decoded(IdentityMark.self, from: Data(bytes)) == mark)
    #expect(try ContentCoder.decoded(IdentityMark.self, from: Data(bytes + [0x20, 2])) == mark)
  }
}
