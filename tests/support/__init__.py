"""What the tests of several rooms share: keys and certificates, books and peers in memory."""
