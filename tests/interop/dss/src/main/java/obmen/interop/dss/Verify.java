package obmen.interop.dss;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDigestMatcher;
import eu.europa.esig.dss.enumerations.DigestMatcherType;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.spi.x509.revocation.ocsp.ExternalResourcesOCSPSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Asks the European Commission's DSS what it thinks of containers, offline and in one run.
 *
 * <p>{@code Verify cases.json answers.json}: reads a list of {@link Case}, writes a list of {@link Answer} in the same
 * order. Nothing is loaded from a network: the anchors, the lists and the answers about revocation that a case names are
 * all there is, besides what the container itself carries. The policy is the one that DSS brings, unchanged.
 */
public final class Verify {

    /** A container, the moment it is judged at (RFC 3339), and the files (PEM or DER) that its reader trusts or holds. */
    record Case(String id, File container, String at, List<File> anchors, List<File> crls, List<File> ocsps) {}

    /** What DSS says of a container: of each signature, and of the form. {@code error}: it could not be read at all. */
    record Answer(
            String id, String error, String type, String mimetype, List<String> files, List<SignatureAnswer> signatures) {}

    /** What DSS says of one signature. {@code covers}: the files of its manifest that are there and intact. */
    record SignatureAnswer(
            String file,
            String indication,
            String subIndication,
            String level,
            String signingTime,
            String bestSignatureTime,
            String signedBy,
            List<String> covers,
            List<TimestampAnswer> timestamps,
            Map<String, String> errors,
            Map<String, String> warnings) {}

    /** What DSS says of the timestamp of a signature. */
    record TimestampAnswer(String at, String indication, String subIndication) {}

    private Verify() {}

    /** Reads the cases, asks, writes the answers. */
    public static void main(String[] arguments) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Case[] cases = json.readValue(new File(arguments[0]), Case[].class);
        json.writeValue(new File(arguments[1]), Stream.of(cases).map(Verify::answer).toList());
    }

    /** What DSS throws at an unreadable file is an answer too; anything else would hide behind it, so it keeps its name. */
    private static Answer answer(Case asked) {
        try {
            return read(asked, validate(asked));
        } catch (RuntimeException error) {
            return new Answer(asked.id(), error.toString(), null, null, List.of(), List.of());
        }
    }

    private static Reports validate(Case asked) {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        asked.anchors().forEach(file -> trusted.addCertificate(DSSUtils.loadCertificate(file)));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setCrlSource(new ExternalResourcesCRLSource(documents(asked.crls())));
        verifier.setOcspSource(new ExternalResourcesOCSPSource(documents(asked.ocsps())));
        verifier.setAIASource(null);
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(asked.container()));
        validator.setCertificateVerifier(verifier);
        validator.setValidationTime(Date.from(OffsetDateTime.parse(asked.at()).toInstant()));
        validator.setLocale(Locale.ENGLISH);
        return validator.validateDocument();
    }

    private static DSSDocument[] documents(List<File> files) {
        return files.stream().map(FileDocument::new).toArray(DSSDocument[]::new);
    }

    private static Answer read(Case asked, Reports reports) {
        DiagnosticData data = reports.getDiagnosticData();
        List<SignatureAnswer> signatures = data.getSignatures().stream()
                .map(signature -> read(signature, reports.getSimpleReport()))
                .toList();
        return new Answer(
                asked.id(),
                null,
                name(data.getContainerType()),
                data.getMimetypeFileContent(),
                data.getContainerContentFilenames(),
                signatures);
    }

    private static SignatureAnswer read(SignatureWrapper signature, SimpleReport report) {
        String id = signature.getId();
        return new SignatureAnswer(
                signature.getFilename(),
                name(report.getIndication(id)),
                name(report.getSubIndication(id)),
                name(report.getSignatureFormat(id)),
                text(report.getSigningTime(id)),
                text(report.getBestSignatureTime(id)),
                report.getSignedBy(id),
                covered(signature),
                signature.getTimestampList().stream().map(one -> read(one, report)).toList(),
                texts(report.getAdESValidationErrors(id)),
                texts(report.getAdESValidationWarnings(id)));
    }

    private static TimestampAnswer read(TimestampWrapper timestamp, SimpleReport report) {
        String id = timestamp.getId();
        return new TimestampAnswer(
                text(timestamp.getProductionTime()), name(report.getIndication(id)), name(report.getSubIndication(id)));
    }

    private static List<String> covered(SignatureWrapper signature) {
        return signature.getDigestMatchers().stream()
                .filter(one -> one.getType() == DigestMatcherType.MANIFEST_ENTRY)
                .filter(one -> one.isDataFound() && one.isDataIntact())
                .map(XmlDigestMatcher::getDocumentName)
                .toList();
    }

    private static Map<String, String> texts(List<Message> messages) {
        Map<String, String> texts = new LinkedHashMap<>();
        messages.forEach(message -> texts.put(message.getKey(), message.getValue()));
        return texts;
    }

    private static String name(Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static String text(Date date) {
        return date == null ? null : date.toInstant().toString();
    }
}
